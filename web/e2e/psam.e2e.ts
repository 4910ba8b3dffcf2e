/** A PSAM card's life, clicked: stocked in, handed out, reported damaged, judged by another person. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { choose, look, menu, numberIn, Office } from './browser'

let office: Office
beforeAll(async () => void (office = await Office.open()))
afterEach(({ task }) => (task.result?.state === 'fail' ? office.remember() : undefined))
afterAll(() => office.close())

// Serials of this run only, so that it can be run again on the same city.
const first = 44020000000000000000n + BigInt(Date.now())
const agency = '武江区社会保险基金管理局'

it('stocks in by range', async () => {
  const page = await office.at('zhika')
  await menu(page, 'psamtz', 'PSAM 台账')
  await page.locator('.ant-table-row').first().waitFor()
  const before = await numberIn(page.locator('.kg-list-foot'))
  await menu(page, 'rkdj', 'PSAM 入库登记')
  await page.getByLabel('起始序列号').fill(String(first))
  await page.getByLabel('终止序列号').fill(String(first + 9n))
  await page.getByLabel('密钥版本').fill('02')
  await page.getByLabel('箱号').fill('E2E-01')
  await page.getByLabel('供应商').fill('示例智能卡有限公司')
  await look(page, 'psam-stock-in')
  await page.getByRole('button', { name: '入库 10 张' }).click()
  await page.getByText('已入库 10 张').waitFor()
  await page.getByRole('button', { name: '看台账' }).click()
  await expect.poll(() => numberIn(page.locator('.kg-list-foot'))).toBe(before + 10)
})

it('hands three out, of which a fourth is not in stock', async () => {
  const page = await office.at('zhika')
  await menu(page, 'ffdj', 'PSAM 发放登记')
  await page.getByLabel('起始序列号').fill(String(first - 1n))
  await page.getByLabel('终止序列号').fill(String(first + 2n))
  await page.getByRole('button', { name: '选入 4 张' }).click()
  await page.getByText('其中在库 3 张已选入').waitFor()
  await choose(page, page.locator('#agencyId'), agency)
  await page.getByLabel('终端号').fill('440203000001')
  await page.getByLabel('领用人').fill('刘桂芳')
  await look(page, 'psam-hand-out')
  await page.getByRole('button', { name: '发放 3 张' }).click()
  await page.getByText('已发放 3 张').waitFor()
})

it('is reported damaged, and judged by another person', async () => {
  const page = await office.at('wuliu-wj')
  await menu(page, 'bsdj', 'PSAM 报损登记')
  await page.getByLabel('序列号').fill(String(first))
  await page.getByText('440203000001').waitFor()
  await page.locator('#reason').click()
  await page.locator('.ant-select-item-option', { hasText: '读不出' }).click()
  await page.getByLabel('情况说明和依据').fill('终端提示无应答，换终端后仍读不出。')
  await look(page, 'psam-damage')
  await page.getByRole('button', { name: '登记报损 1 张' }).click()
  await page.getByText('已登记报损，等待认定').waitFor()
  await page.getByRole('button', { name: '看这张卡' }).click()
  await page.locator('.kg-head .kg-tag', { hasText: '报损' }).waitFor()
  expect(await page.getByRole('button', { name: '认定' }).count(), 'who reports does not judge').toBe(0)

  const judge = await office.at('shenpi')
  await judge.goto(new URL('/psams?state=reported', judge.url()).href)
  await judge.getByRole('link', { name: String(first) }).click()
  await judge.locator('.kg-head .kg-tag', { hasText: '报损' }).waitFor()
  await look(judge, 'psam-record')
  await judge.getByRole('button', { name: /^认定/ }).first().click()
  await judge.getByRole('dialog').getByLabel('认定意见').fill('经检测，芯片损坏。')
  await judge.getByRole('dialog').getByRole('button', { name: /认定/ }).click()
  await judge.locator('.kg-head .kg-tag', { hasText: '已报损' }).waitFor()
  await look(judge, 'psam-judged')
})

it('has not made the browser complain', () => expect(office.errors).toEqual([]))
