/**
 * A chart with its table behind it: bars or lines over categories. The library is fetched when a chart is first shown.
 * Each number leads to its rows where the page says so.
 */
import { BarChartOutlined, TableOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { count } from './format'
import { Panel } from './Page'
import { chartInk, ink } from './theme'

export interface Series {
  name: string
  values: number[]
}

interface Props {
  title: string
  kind?: 'bar' | 'line'
  categories: string[]
  series: Series[]
  /** Called with the places of the number that was clicked. */
  onPick?: (series: number, category: number) => void
  height?: number
}

export function Chart({ title, kind = 'bar', categories, series, onPick, height = 200 }: Props) {
  const [table, setTable] = useState(false)
  return (
    <Panel
      title={title}
      right={
        <Button size="small" type="text" icon={table ? <BarChartOutlined /> : <TableOutlined />} onClick={() => setTable(!table)}>
          {table ? '图' : '表'}
        </Button>
      }
    >
      {table ? <Numbers categories={categories} series={series} onPick={onPick} /> : <Drawing kind={kind} categories={categories} series={series} onPick={onPick} height={height} />}
    </Panel>
  )
}

type Shared = Pick<Props, 'categories' | 'series' | 'onPick'>

function Drawing({ kind, categories, series, onPick, height }: Shared & { kind: 'bar' | 'line'; height: number }) {
  const box = useRef<HTMLDivElement>(null)
  const pick = useRef(onPick)
  pick.current = onPick
  const drawn = JSON.stringify([kind, categories, series])
  useEffect(() => {
    const el = box.current
    if (!el) return
    let gone = false
    let close = () => {}
    void import('./echarts').then(({ init }) => {
      if (gone) return
      const chart = init(el, undefined, { renderer: 'svg' })
      chart.setOption(option(kind, categories, series))
      chart.on('click', (e) => pick.current?.(e.seriesIndex ?? 0, e.dataIndex))
      const watch = new ResizeObserver(() => chart.resize())
      watch.observe(el)
      close = () => (watch.disconnect(), chart.dispose())
    })
    return () => ((gone = true), close())
    // Drawn again when the numbers differ, not when the arrays are new.
  }, [drawn])
  return <div ref={box} className="kg-chart-box" style={{ height }} />
}

function option(kind: 'bar' | 'line', categories: string[], series: Series[]) {
  const words = { color: ink.soft, fontSize: 12 }
  return {
    aria: { enabled: true },
    color: chartInk,
    animationDuration: 200,
    grid: { left: 8, right: 12, top: series.length > 1 ? 32 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: series.length > 1 ? { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: words } : undefined,
    tooltip: { trigger: 'axis', valueFormatter: (v: unknown) => count(Number(v)) },
    xAxis: { type: 'category', data: categories, axisLabel: words, axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { ...words, formatter: (v: number) => count(v) }, splitLine: { lineStyle: { color: '#edf0f4' } } },
    series: series.map((s) => ({ name: s.name, type: kind, data: s.values, barMaxWidth: 20, symbolSize: 5, lineStyle: { width: 2 } })),
  }
}

function Numbers({ categories, series, onPick }: Shared) {
  return (
    <table className="kg-plain">
      <thead>
        <tr>
          <th />
          {series.map((s) => (
            <th key={s.name} className="kg-num">
              {s.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map((c, i) => (
          <tr key={c}>
            <td>{c}</td>
            {series.map((s, j) => (
              <td key={s.name} className="kg-num">
                {onPick ? <a onClick={() => onPick(j, i)}>{count(s.values[i] ?? 0)}</a> : count(s.values[i] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A week as seven small bars beside a figure, the last one today; for the eye only, the numbers are in the label. */
export function Spark({ values }: { values: number[] }) {
  const top = Math.max(1, ...values)
  const w = 100 / values.length
  return (
    <svg viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label={`近 ${values.length} 天：${values.map(count).join('、')}`}>
      {values.map((v, i) => {
        const h = Math.max(1, (v / top) * 26)
        return <rect key={i} x={i * w + 0.8} width={w - 1.6} y={28 - h} height={h} fill={i === values.length - 1 ? ink.blue : '#c3d2e5'} />
      })}
    </svg>
  )
}
