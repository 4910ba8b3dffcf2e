/** The look: one deep blue, one palette, one spacing. Every colour of the product is named here. */
import type { ThemeConfig } from 'antd'

/** The colours; all text colours reach contrast AA on white. */
export const ink = {
  blue: '#1b4a86',
  text: '#1f2733',
  soft: '#56606e',
  line: '#dde2e9',
  ground: '#f2f4f7',
  alarm: '#b3261e',
  good: '#2c7a4b',
  caution: '#b07a12',
} as const

/** Families of states; each family has one colour on every page. */
export type Family = 'grey' | 'blue' | 'gold' | 'green' | 'red' | 'violet'

/** Ink, ground and border of each family. */
export const families: Record<Family, { ink: string; ground: string; line: string }> = {
  grey: { ink: '#4a5462', ground: '#eef0f3', line: '#d3d8df' },
  blue: { ink: '#1b4a86', ground: '#e8eff8', line: '#b9cde6' },
  gold: { ink: '#7a5200', ground: '#fdf3dc', line: '#ecd49a' },
  green: { ink: '#1d6238', ground: '#e6f4ea', line: '#b2d9bf' },
  red: { ink: '#a3211a', ground: '#fceceb', line: '#efbfbc' },
  violet: { ink: '#5b3a94', ground: '#f1ecf9', line: '#d1c2ea' },
}

/** Series colours of charts, in order. */
export const chartInk = ['#1b4a86', '#3a8f7b', '#c08a1e', '#7a5bb0', '#b3544d', '#6b7a8f']

const fonts =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ink.blue,
    colorLink: ink.blue,
    colorInfo: ink.blue,
    colorSuccess: ink.good,
    colorWarning: ink.caution,
    colorError: ink.alarm,
    // Made from ink as dark as this, antd's own pale shades come out muddy: all that are drawn are named.
    colorPrimaryBg: families.blue.ground,
    colorPrimaryBgHover: '#dbe6f4',
    colorPrimaryBorder: families.blue.line,
    colorPrimaryBorderHover: '#9db4d1',
    colorPrimaryHover: '#2a5f9e',
    colorPrimaryActive: '#143a6b',
    colorLinkHover: '#143a6b',
    colorInfoBg: families.blue.ground,
    colorInfoBgHover: '#dbe6f4',
    colorInfoBorder: families.blue.line,
    colorSuccessBg: families.green.ground,
    colorSuccessBgHover: '#d6ecdd',
    colorSuccessBorder: families.green.line,
    colorSuccessHover: '#3a8f5c',
    colorSuccessActive: families.green.ink,
    colorWarningBg: families.gold.ground,
    colorWarningBgHover: '#fae9c3',
    colorWarningBorder: families.gold.line,
    colorErrorBg: '#fdf6f5',
    colorErrorBgHover: families.red.ground,
    colorErrorBgActive: '#f8dcda',
    colorErrorBorder: families.red.line,
    colorErrorBorderHover: '#e29b97',
    colorErrorHover: '#c8433b',
    colorErrorActive: '#8c1c16',
    controlItemBgHover: '#f3f7fc',
    controlItemBgActive: families.blue.ground,
    controlItemBgActiveHover: '#dbe6f4',
    controlOutline: 'rgb(27 74 134 / .16)',
    colorText: ink.text,
    colorTextSecondary: ink.soft,
    colorTextDescription: ink.soft,
    colorTextPlaceholder: '#646e7b',
    colorTextDisabled: '#8a93a0',
    colorBorder: '#c6cdd7',
    colorBorderSecondary: ink.line,
    colorBgLayout: ink.ground,
    fontFamily: fonts,
    fontSize: 14,
    borderRadius: 4,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, headerBg: '#f6f8fa', headerColor: ink.soft, rowHoverBg: '#f3f7fc', rowSelectedBg: '#e8eff8', rowSelectedHoverBg: '#dfe9f5' },
    Menu: { collapsedWidth: 48, itemHeight: 32, itemMarginBlock: 1, itemMarginInline: 4, itemSelectedBg: '#e8eff8', itemSelectedColor: ink.blue, subMenuItemBg: 'transparent', itemBorderRadius: 4 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
    Card: { bodyPaddingSM: 12, headerHeightSM: 36 },
    Tabs: { horizontalMargin: '0 0 8px 0' },
  },
}
