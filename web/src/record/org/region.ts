/** Regions as codes and as paths: a code holds the codes above it (GB/T 2260 to the county, nine digits a town, twelve a village). */

/** 440203 → 440000/440200/440203/ ; empty for what is no code. */
export function pathOf(code: string): string {
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(code)) return ''
  const county = code.slice(0, 6)
  const line = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, county, ...(code.length > 6 ? [code.slice(0, 9)] : []), ...(code.length > 9 ? [code] : [])]
  return line.filter((c, i) => c !== line[i - 1]).map((c) => `${c}/`).join('')
}

/** 440000/440200/440203/ → 440203 */
export const codeOf = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? ''

/** All paths from the province to this one, each with its slash. */
export const lineage = (path: string): string[] => {
  const codes = path.split('/').filter(Boolean)
  return codes.map((_, i) => codes.slice(0, i + 1).map((c) => `${c}/`).join(''))
}
