/** A PSAM card's life, clicked: stocked in, handed out, reported damaged. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { look, open, signIn, url, visit } from './browser'

let browser: Browser
beforeAll(async () => void (browser = await open()))
afterAll(() => browser.close())

// Serials of this run only, so that it can be run again on the same city.
const first = 44020000000000000000n + BigInt(Date.now())

it('stocks in by range, hands one out, reports it damaged', async () => {
  const { page, errors } = await visit(browser)
  await signIn(page, '物流管理员')

  await page.goto(`${url}/psams/stock-in`)
  await page.getByLabel('起始序列号').fill(String(first))
  await page.getByLabel('终止序列号').fill(String(first + 9n))
  await page.getByLabel('密钥版本').fill('02')
  await page.getByLabel('箱号').fill('E2E-01')
  await page.getByLabel('供应商').fill('示例智能卡有限公司')
  await look(page, 'psam-stock-in')
  await page.getByRole('button', { name: '入库 10 张' }).click()
  await page.getByText('已入库 10 张').waitFor()

  await page.getByRole('button', { name: '去发放' }).click()
  await page.getByLabel('起始序列号').fill(String(first))
  await page.getByRole('button', { name: '选入 1 张' }).click()
  await page.locator('#agencyId').click()
  await page.locator('.ant-select-item-option').first().click()
  await page.getByLabel('终端号').fill('440203000001')
  await page.getByLabel('领用人').fill('刘桂芳')
  await look(page, 'psam-hand-out')
  await page.getByRole('button', { name: '发放 1 张' }).click()
  await page.getByText('已发放 1 张').waitFor()

  await page.goto(`${url}/psams/damage`)
  await page.getByLabel('序列号').fill(String(first))
  await page.getByText('440203000001').waitFor()
  await page.locator('#reason').click()
  await page.locator('.ant-select-item-option', { hasText: '读不出' }).click()
  await page.getByLabel('情况说明和依据').fill('终端提示无应答，换终端后仍读不出。')
  await look(page, 'psam-damage')
  await page.getByRole('button', { name: '登记报损' }).click()
  await page.getByText('已登记报损，等待审核').waitFor()

  await page.getByRole('button', { name: '看这张卡' }).click()
  await page.locator('.kg-tag', { hasText: '报损待审' }).waitFor()
  await look(page, 'psam-record')
  expect(errors).toEqual([])
})
