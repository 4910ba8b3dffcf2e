/**
 * The main job as people do it, from the file to the hand: a list of 200 with photos is imported and mended, reviewed,
 * made into a batch, produced, sent, received and handed over. Each step is another person's; every number on the way
 * must follow from the one before.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { choose, look, menu, numberIn, Office, passDay } from './browser'
import { rewrite, rowsOf, unzip, zip } from './workbook'

// What the demo promises of its list: so many people, one row twice, so many rows to mend, one person whom the bank
// refuses and one card that the vendor spoils.
const people = 200
const flawed = 12
const [refused, spoilt] = [1, 1]

const agency = '武江区社会保险基金管理局'
const bank = '农行'

let office: Office
const folder = mkdtempSync(join(tmpdir(), 'kaguan-e2e-'))
const inFolder = (name: string) => join(folder, name)
beforeAll(async () => void (office = await Office.open()))
afterEach(({ task }) => (task.result?.state === 'fail' ? office.remember() : undefined))
afterAll(() => office.close())

/** What one step leaves for the next. */
const left = { imports: [] as string[], batch: '', batchNo: '', parcel: '', collected: 0, lost: [] as string[] }

const made = () => people - refused - spoilt

it('imports the list, and gives the bad rows back', async () => {
  const page = await office.at('jingban')
  const list = await take(page, '名单200人.xlsx')
  const photos = await take(page, '照片200人.zip')
  const rows = rowsOf(readFileSync(list)).length - 1

  await menu(page, 'plsqdr', '批量申请导入')
  await look(page, 'import-list')
  await page.getByRole('button', { name: '导入名单' }).click()
  await send(page, list, photos)
  expect(await sums(page)).toEqual({ rows, go: people - flawed + 1, mend: flawed, there: 0 })
  await look(page, 'import-preview')

  await confirm(page, people - flawed + 1)
  await look(page, 'import-result')
  left.imports.push(idOf(page))
})

it('takes the mended rows: all are in', async () => {
  const page = await office.at('jingban')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: `下载有误的 ${flawed} 行` }).click()])
  await download.saveAs(inFolder('有误.xlsx'))
  const bad = readFileSync(inFolder('有误.xlsx'))
  expect(rowsOf(bad)).toHaveLength(flawed + 1)
  expect(rowsOf(bad).slice(1).every((r) => r.at(-1) !== ''), 'each row says why').toBe(true)

  const { book, album } = await mend(page, bad)
  writeFileSync(inFolder('已改正.xlsx'), book)
  writeFileSync(inFolder('补拍.zip'), album)
  await page.getByRole('button', { name: '再导入一份' }).click()
  await send(page, inFolder('已改正.xlsx'), inFolder('补拍.zip'))
  expect(await sums(page)).toEqual({ rows: flawed - 1, go: flawed - 1, mend: 0, there: 0 })
  await confirm(page, flawed - 1)
  left.imports.push(idOf(page))
  expect(await waiting(page)).toBe(people)
})

it('changes nothing when the same list comes again', async () => {
  const page = await office.at('jingban')
  await page.goto(new URL('/application/imports/new', page.url()).href)
  await send(page, inFolder('名单200人.xlsx'), inFolder('照片200人.zip'))
  await page.getByText('这份名单以前上传过').waitFor()
  await look(page, 'import-again')
  expect(idOf(page)).toBe(left.imports[0])
  expect(await waiting(page)).toBe(people)
})

it('is reviewed by a second person', async () => {
  const page = await office.at('fuhe')
  let all = 0
  for (const id of left.imports) {
    await page.goto(new URL(`/application?import=${id}`, page.url()).href)
    const button = page.getByRole('button', { name: '本次导入全部通过' })
    const count = await numberIn(button)
    if (all === 0) await look(page, 'review-list')
    await button.click()
    await page.getByRole('dialog').getByRole('button', { name: `审核通过 ${count} 份` }).click()
    const result = page.getByRole('dialog', { name: '批量审核结果' })
    await result.waitFor()
    if (all === 0) await look(page, 'review-result')
    all += await numberIn(result.locator('.kg-effect'))
    expect(await result.locator('.kg-effect').innerText()).not.toContain('没有处理')
    await page.getByRole('button', { name: '知道了' }).click()
  }
  expect(all).toBe(people)
})

it('becomes a batch, which another person confirms', async () => {
  const page = await office.at('zhika')
  await menu(page, 'pcsx', '批次筛选')
  await choose(page, page.locator('#bank'), bank)
  await choose(page, page.locator('#agencyId'), agency)
  await look(page, 'batch-select')
  await page.getByRole('button', { name: '预览人数' }).click()
  expect(await numberIn(page.locator('.kg-effect'))).toBe(people)
  await look(page, 'batch-preview')
  await page.getByRole('button', { name: `生成批次 ${people} 人` }).click()
  await page.getByRole('button', { name: '看这个批次' }).click()
  await inState(page, '已筛选')
  left.batch = new URL(page.url()).pathname
  left.batchNo = await page.locator('h1').innerText().then((t) => t.replace('制卡批次', '').trim())

  const lead = await office.at('shenpi')
  await menu(lead, 'pcqr', '批次确认')
  await lead.getByRole('link', { name: left.batchNo }).click()
  await lead.getByRole('button', { name: '批次确认' }).click()
  await lead.getByText('抽样').waitFor()
  await look(lead, 'batch-confirm')
  await lead.getByRole('button', { name: `确认 ${people} 人入批` }).click()
  await inState(lead, '已确认')
  await look(lead, 'batch-confirmed')
})

it('goes to the bank, the vendor and the bank again', async () => {
  const page = await office.at('zhika')
  await page.goto(new URL(left.batch, page.url()).href)
  for (const r of [
    { name: '导出预开户数据', count: people, done: '预开户已回盘' },
    { name: '导出制卡数据', count: people - refused, done: '制卡已回盘' },
    { name: '导出银行数据', count: made(), done: '已完成' },
  ]) {
    await page.getByRole('button', { name: r.name }).click()
    await page.getByRole('dialog').getByRole('button', { name: `导出 ${r.count} 人` }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    if (r.count === people) await look(page, 'batch-sent')
    await page.locator('.kg-tag', { hasText: '待' }).first().waitFor()
    for (let days = 0; days < 5; days++) {
      await passDay(page)
      if (await inState(page, r.done, 5000).then(() => true, () => false)) break
    }
    await inState(page, r.done)
  }
  await look(page, 'batch-done')
  expect(await balances(page)).toEqual([
    [people, people - refused, refused, 0, 0],
    [people - refused, made(), spoilt, 0, 0],
    [made(), made(), 0, 0, 0],
  ])
  expect(await page.locator('.ant-steps-item-finish').count()).toBe(8)

  // A number leads to its people, each with the reason.
  await page.getByRole('row', { name: '预开户' }).getByRole('button').nth(2).click()
  await page.getByText('共 1 人').waitFor()
  left.lost.push(await nameIn(page))
  await page.getByText('共 1 人').scrollIntoViewIfNeeded()
  await look(page, 'batch-refused')
  await page.getByRole('row', { name: '制卡' }).getByRole('button').nth(2).click()
  await page.getByText('制卡 · 失败').waitFor()
  await page.getByText('共 1 人').waitFor()
  await expect.poll(() => nameIn(page)).not.toBe(left.lost[0])
  left.lost.push(await nameIn(page))
  await page.getByRole('tab', { name: '文件' }).click()
  await page.getByText('对方已接收').first().waitFor()
  await look(page, 'batch-files')
})

it('is sent from the centre and received by count', async () => {
  const page = await office.at('wuliu')
  await menu(page, 'szxjc', '市中心寄出')
  const row = page.getByRole('row', { name: agency })
  const ready = await numberIn(row.locator('td.kg-num').first())
  expect(ready).toBeGreaterThanOrEqual(made())
  await look(page, 'dispatch')
  await row.click()
  await page.getByLabel('运单号').fill('SF1390001112223')
  await look(page, 'dispatch-packing')
  await page.getByRole('button', { name: `寄出 ${ready} 张` }).click()
  await page.getByText(`已寄出 ${ready} 张`).waitFor()
  await page.getByRole('tab', { name: `装箱清单 ${ready}` }).waitFor()
  await look(page, 'parcel')
  left.parcel = await page.locator('h1').innerText().then((t) => t.replace('物流包', '').trim())

  const receiver = await office.at('wuliu-wj')
  await menu(receiver, 'jbjgjs', '经办机构接收')
  await receiver.getByLabel('扫描或输入物流包号').fill(left.parcel)
  await receiver.keyboard.press('Enter')
  await receiver.getByText('数一数包内实有多少张卡').waitFor()
  expect(await receiver.locator('main').innerText(), 'the count is blind').not.toContain(`${ready} 张`)
  await receiver.getByRole('spinbutton').fill(String(ready))
  await look(receiver, 'receive-count')
  await receiver.keyboard.press('Enter')
  await receiver.getByText(`已接收 ${ready} 张`).waitFor()
  await look(receiver, 'receive-done')
})

it('is handed over to the person, and to an agent', async () => {
  const page = await office.at('jingban')
  await page.goto(new URL('/', page.url()).href)
  left.collected = await figure(page, '领卡启用')
  await menu(page, 'grlq', '个人领取')
  const [one, other, relative] = grownUps()
  const keys = page.keyboard
  const field = page.getByPlaceholder('身份证号码或社保卡号')
  await expect.poll(() => field.evaluate((f) => f === document.activeElement)).toBe(true)

  // From here on without a mouse: what a reader types, and what a person does, must take fifteen seconds together.
  const began = Date.now()
  await keys.type(one!.number)
  await keys.press('Enter')
  await page.getByText('照片相符，发放 1 张').waitFor()
  await page.locator('img.dl-photo').waitFor()
  await keys.press('Enter')
  await page.getByText(`发给 ${one!.name}`).waitFor()
  expect(Date.now() - began).toBeLessThan(15_000)
  await look(page, 'collect-done')

  await keys.type(other!.number)
  await keys.press('Enter')
  await page.getByText('照片相符，发放 1 张').waitFor()
  await look(page, 'collect-self')
  await keys.press('F2')
  await page.getByLabel('代领人身份证号码').waitFor()
  for (const words of [relative!.number, relative!.name, '配偶']) {
    await keys.type(words)
    if (words !== '配偶') await keys.press('Tab')
  }
  await look(page, 'collect-agent')
  await keys.press('Enter')
  await page.getByText(`${relative!.name}代领`).waitFor()
})

it('is handed over by list, with one card kept for a while', async () => {
  const page = await office.at('jingban')
  await menu(page, 'pllq', '批量领取')
  const rest = made() - 2
  await byList(page, rest)
  await look(page, 'bulk-choose')
  await page.getByRole('button', { name: `清点 ${rest} 张` }).click()
  await page.keyboard.press('F6')
  const kept = await page.locator('.ant-table-row .kg-digits').nth(1).innerText()
  await page.getByLabel('扫描要留下的卡').fill(kept)
  await page.keyboard.press('Enter')
  await page.keyboard.press('F9')
  await page.getByText(`留下 1 张，未清点 0 张`).waitFor()
  await look(page, 'bulk-count')
  await page.getByRole('button', { name: `发放 ${rest - 1} 张，留下 1 张` }).click()
  await sign(page, rest - 1)
  await look(page, 'bulk-done')

  await page.getByRole('button', { name: '下一份清单' }).click()
  await byList(page, 1)
  await page.getByRole('button', { name: '清点 1 张' }).click()
  await page.keyboard.press('F9')
  await page.getByRole('button', { name: '发放 1 张' }).click()
  await sign(page, 1)

  await page.goto(new URL('/', page.url()).href)
  expect(await figure(page, '领卡启用')).toBe(left.collected + made())
  await look(page, 'home-clerk')
})

it('can be followed by person, by batch and in the journal', async () => {
  const page = await office.at('jingban')
  await menu(page, 'zhcx', '综合查询')
  await page.getByLabel('批次号').fill(left.batchNo)
  await page.keyboard.press('Enter')
  await page.getByText(`共 ${made()} 条`).waitFor()
  await look(page, 'search')

  const [one] = grownUps()
  await page.keyboard.press('Control+K')
  await page.keyboard.type(one!.number)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: one!.name }).waitFor()
  await page.getByText('领卡启用').first().waitFor()
  const tags = await page.locator('.ant-table-row .kg-tag').allInnerTexts()
  expect(tags.length).toBeGreaterThanOrEqual(12)
  expect(tags.filter((t) => t !== '已办')).toEqual([])
  await look(page, 'person-done')

  await page.keyboard.press('Control+K')
  await page.keyboard.type(numberOf(left.lost[0]!))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: left.lost[0]! }).waitFor()
  await page.locator('.kg-tag', { hasText: '未成' }).waitFor()
  await look(page, 'person-refused')

  const auditor = await office.at('shenji')
  await auditor.goto(new URL(`/trace?kind=batch&subject=${left.batch.split('/').at(-1)}`, auditor.url()).href)
  await auditor.locator('.ant-table-row').first().waitFor()
  const rows = await Promise.all((await auditor.locator('.ant-table-row').all()).map((r) => r.locator('td').allInnerTexts()))
  const links = rows.map((r) => Number(r[0]!.replaceAll(',', ''))).reverse()
  expect(links).toEqual([...links].sort((a, b) => a - b))
  expect(links.every((n) => n > 0), 'every entry is sealed').toBe(true)
  const done = rows.map((r) => r[2]!).reverse()
  expect([done[0], done.at(-1)]).toEqual(['批次筛选', '批次完成'])
  expect(done.filter((d) => d === '导出数据' || d === '回盘')).toEqual(['导出数据', '回盘', '导出数据', '回盘', '导出数据', '回盘'])
  await look(auditor, 'journal')
})

it('has not made the browser complain', () => {
  expect(office.errors).toEqual([])
})

/** Downloads one of the lists to try, from the bar over the page. */
async function take(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: '试用名单' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  await download.saveAs(inFolder(name))
  return inFolder(name)
}

/** Uploads a list and its photos, and has them checked. */
async function send(page: Page, list: string, photos: string): Promise<void> {
  await page.getByRole('heading', { name: '批量申请导入' }).waitFor()
  const files = page.locator('input[type=file]')
  await files.nth(1).setInputFiles(photos)
  await files.nth(0).setInputFiles(list)
  await expect.poll(() => page.locator('.kg-file .anticon-check-circle').count()).toBe(2)
  await look(page, 'import-files')
  await page.getByRole('button', { name: '开始检查' }).click()
}

async function sums(page: Page): Promise<{ rows: number; go: number; mend: number; there: number }> {
  await page.locator('.kg-sums').waitFor()
  const [rows = -1, go = -1, mend = -1, there = -1] = (await page.locator('.kg-sums strong').allInnerTexts()).map(Number)
  return { rows, go, mend, there }
}

async function confirm(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: `确认导入 ${count} 人` }).click()
  await page.getByRole('dialog').getByRole('button', { name: `导入 ${count} 人` }).click()
  await page.getByText(`已导入 ${count} 人`).waitFor()
}

const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)!

/** How many applications of the imports so far wait for their review. */
async function waiting(page: Page): Promise<number> {
  let sum = 0
  for (const id of left.imports) {
    await page.goto(new URL(`/application?import=${id}&state=submitted`, page.url()).href)
    await page.locator('.ant-table-row').first().waitFor()
    sum += await numberIn(page.locator('.kg-list-foot'))
  }
  return sum
}

const inState = (page: Page, name: string, timeout?: number) => page.locator('.kg-head .kg-tag', { hasText: name }).waitFor({ timeout })

/** The table of balances: sent, ok, refused, outstanding, withdrawn, each round in a row that is even. */
async function balances(page: Page): Promise<number[][]> {
  const rows = page.locator('.kg-panel', { hasText: '导出＝成功＋失败＋未回盘＋已撤回' }).locator('tbody tr')
  const all = await rows.locator('td:last-child').allInnerTexts()
  expect(all.every((t) => t.trim() === '平')).toBe(true)
  return Promise.all((await rows.all()).map(async (r) => (await r.locator('td.kg-num').allInnerTexts()).slice(0, 5).map(Number)))
}

/** Puts the cells right that came back, as a clerk would with the papers before him. */
async function mend(page: Page, bad: Buffer): Promise<{ book: Buffer; album: Buffer }> {
  const [head = [], ...good] = rowsOf(readFileSync(inFolder('名单200人.xlsx')))
  const album = unzip(readFileSync(inFolder('照片200人.zip')))
  const named = [...album.keys()].map((name) => name.replace('.jpg', ''))
  const sound = good.find((r) => named.includes(r[head.indexOf('身份证号码')]!))!
  const column = (title: string) => head.indexOf(title)
  const retaken = await portrait(page)
  const book = rewrite(bad, (cells) => {
    const why = cells.at(-1)!
    const set = (title: string, value: string) => (cells[column(title)] = value)
    const like = (title: string) => set(title, sound[column(title)]!)
    if (why.includes('号码相同')) return undefined
    // The photo carries the right number: the same person, one digit off.
    const number = cells[column('身份证号码')]!
    const near = named.find((n) => n !== number && n.slice(0, 16) === number.slice(0, 16) && n[17] === number[17])
    if (near && why.includes('校验')) set('身份证号码', near)
    if (why.includes('姓名')) set('姓名', '区晓彤')
    if (why.includes('手机')) set('手机号码', `${cells[column('手机号码')]}8`)
    if (why.includes('银行')) like('服务银行')
    if (why.includes('机构')) like('领卡机构')
    if (why.includes('社区')) like('所在社区')
    if (why.includes('类别')) like('人员类别')
    if (why.includes('地址')) set('通讯地址', cells[column('户籍地址')]!)
    if (why.includes('有效期')) set('证件有效期', '2036-01-31')
    if (why.includes('邮编')) set('邮编', '512000')
    if (why.includes('照片')) album.set(`${number}.jpg`, retaken)
    return cells
  })
  return { book, album: zip(album) }
}

/** A photo taken anew: 358×441, drawn by the page. */
async function portrait(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [358, 441]
    const c = canvas.getContext('2d')!
    const oval = (colour: string, x: number, y: number, w: number, h: number) => ((c.fillStyle = colour), c.beginPath(), c.ellipse(x, y, w, h, 0, 0, 7), c.fill())
    c.fillStyle = '#fff'
    c.fillRect(0, 0, 358, 441)
    oval('#2f4a73', 179, 470, 150, 130)
    oval('#1d1512', 179, 170, 98, 118)
    oval('#e8bf9f', 179, 195, 84, 108)
    for (const x of [146, 212]) oval('#1d1512', x, 185, 9, 6)
    oval('#a8544f', 179, 255, 26, 6)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
    return [...new Uint8Array(await blob!.arrayBuffer())]
  })
  return Buffer.from(bytes)
}

/** Somebody of the clerk's list. */
interface Listed {
  name: string
  number: string
}

function listed(): Listed[] {
  const [head = [], ...rows] = rowsOf(readFileSync(inFolder('名单200人.xlsx')))
  const [name, number] = [head.indexOf('姓名'), head.indexOf('身份证号码')]
  return rows.map((r) => ({ name: r[name]!, number: r[number]! }))
}

/** Three grown-ups of the list whose cards were made. */
const grownUps = () => listed().filter((p) => Number(p.number.slice(6, 10)) < 2000 && !left.lost.includes(p.name)).slice(0, 3)

const numberOf = (name: string) => listed().find((p) => p.name === name)!.number

const nameIn = (page: Page) => page.locator('.ant-table-row a').first().innerText()

/** One of today's figures on the desk. */
const figure = (page: Page, title: string) => numberIn(page.locator('.kg-figure', { hasText: title }).locator('strong'))

/** Chooses the cards of the batch, of which there must be so many. */
async function byList(page: Page, count: number): Promise<void> {
  const id = left.batch.split('/').at(-1)!
  await page.locator('label', { hasText: '制卡批次' }).getByRole('combobox').click()
  await page.locator('.ant-select-item-option', { hasText: `批次 ${id}（${count} 张）` }).click()
}

async function sign(page: Page, count: number): Promise<void> {
  const signer = grownUps()[2]!
  await page.getByLabel('签领人姓名').fill(signer.name)
  await page.getByLabel('签领人身份证号码').fill(signer.number)
  await page.getByLabel('单位、学校或村居').fill('云溪社区居民委员会')
  if (count > 1) await look(page, 'bulk-sign')
  await page.getByRole('button', { name: `签领并启用 ${count} 张` }).click()
  await page.getByText(`已发放并启用 ${count} 张`).waitFor()
}
