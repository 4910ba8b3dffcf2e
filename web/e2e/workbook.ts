/** The least that is needed to mend a workbook as a clerk would in Excel: ZIP in and out, the cells of the first sheet. */
import { crc32, inflateRawSync } from 'node:zlib'

/** The files of a ZIP by their names. */
export function unzip(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  let at = file.readUInt32LE(end + 16)
  const files = new Map<string, Buffer>()
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    const packed = file.readUInt16LE(at + 10) === 8
    const [size, nameSize, extra, comment, local] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)]
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const content = file.subarray(start, start + size)
    files.set(file.toString('utf8', at + 46, at + 46 + nameSize), packed ? inflateRawSync(content) : content)
    at += 46 + nameSize + extra + comment
  }
  return files
}

/** A ZIP of these files, stored. */
export function zip(files: Map<string, Buffer>): Buffer {
  const parts: Buffer[] = []
  const index: Buffer[] = []
  let at = 0
  for (const [name, content] of files) {
    const title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x800, 2) // The name is UTF-8.
    head.writeUInt32LE(crc32(content), 10)
    head.writeUInt32LE(content.length, 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    parts.push(Buffer.from('PK\x03\x04'), head, title, content)
    index.push(Buffer.from('PK\x01\x02\x14\x00'), head, place, title)
    at += 30 + title.length + content.length
  }
  const list = Buffer.concat(index)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.size, 4)
  end.writeUInt16LE(files.size, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end])
}

const sheet = 'xl/worksheets/sheet1.xml'
const rowShape = /<row [^>]*>.*?<\/row>/gs
const cellShape = /(<c r="[A-Z]+\d+"[^>]*><is><t[^>]*>)(.*?)(<\/t><\/is><\/c>)/gs

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const plain = (xml: string) => xml.replace(/&(amp|lt|gt|quot|apos|#34|#39);/g, (_, m: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#34': '"', '#39': "'" })[m]!)
const cellsOf = (row: string) => [...row.matchAll(cellShape)].map((c) => plain(c[2]!))

/** The rows of the first sheet; its head is the first. */
export const rowsOf = (book: Buffer): string[][] => [...unzip(book).get(sheet)!.toString().matchAll(rowShape)].map((r) => cellsOf(r[0]))

/** The same workbook with its rows below the head rewritten; what gives nothing is struck out. */
export function rewrite(book: Buffer, row: (cells: string[]) => string[] | undefined): Buffer {
  const files = unzip(book)
  let first = true
  const xml = files.get(sheet)!.toString().replace(rowShape, (old) => {
    if (first) return (first = false), old
    const cells = row(cellsOf(old))
    let n = 0
    return cells ? old.replace(cellShape, (_, before: string, __, after: string) => before + cells[n++]!.replace(/[&<>]/g, (m) => marks[m]!) + after) : ''
  })
  return zip(files.set(sheet, Buffer.from(xml)))
}
