/** Prints the page on the paper it is meant for; what is not for paper carries kg-no-print. */
import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'

export type Paper = 'A4' | 'A5' | '80mm'

// A slip printer has no page: its paper is as long as the slip.
const rules: Record<Paper, string> = {
  A4: '@page { size: A4; margin: 14mm 12mm }',
  A5: '@page { size: A5; margin: 10mm }',
  '80mm': '@page { size: 80mm auto; margin: 3mm } @media print { body { font-size: 12px } }',
}

export function print(paper: Paper): void {
  const style = document.createElement('style')
  style.textContent = rules[paper]
  document.head.append(style)
  window.addEventListener('afterprint', () => style.remove(), { once: true })
  window.print()
}

export function PrintButton({ paper = 'A4', title = '打印' }: { paper?: Paper; title?: string }) {
  return (
    <Button icon={<PrinterOutlined />} className="kg-no-print" onClick={() => print(paper)}>
      {title}
    </Button>
  )
}
