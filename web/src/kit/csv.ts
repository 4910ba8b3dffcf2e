/** Rows as CSV that Excel opens as it is. */

// A cell that begins like a formula would be run by Excel when the file is opened; a digit string would lose digits.
function cell(v: string): string {
  const safe = /^[=+\-@\t\r]/.test(v) ? `'${v}` : /^\d{12,}$/.test(v) ? `${v}\t` : v
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark, because Excel takes UTF-8 for GBK without it. */
export const toCSV = (rows: string[][]): string => '\uFEFF' + rows.map((r) => r.map(cell).join(',')).join('\r\n') + '\r\n'

/** Hands a text to the browser as a file. */
export function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const a = Object.assign(document.createElement('a'), { href: url, download: name })
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
