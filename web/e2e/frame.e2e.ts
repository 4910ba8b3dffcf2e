/** The frame: the door, the menu, search, help, and the states that every list draws. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { look, open, screen, signIn, url, visit } from './browser'

let browser: Browser
beforeAll(async () => void (browser = await open()))
afterAll(() => browser.close())

it('asks who one is, and leads to where one wanted', async () => {
  const { page, errors } = await visit(browser)
  await page.goto(`${url}/psams?state=stocked`)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await look(page, 'login')
  await page.getByLabel('账号').fill('nobody')
  await page.getByLabel('密码', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.locator('.kg-account', { hasText: '物流管理员' }).click()
  await page.getByRole('heading', { name: 'PSAM 台账' }).waitFor()
  expect(page.url()).toContain('state=stocked')
  expect(errors).toEqual([])
})

it('shows the desk, help by F1 and the menu by pinyin', async () => {
  const { page, errors } = await visit(browser)
  await signIn(page, '物流管理员')
  await look(page, 'home')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(screen.width)
  await page.keyboard.press('F1')
  await page.getByText('快捷键').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('找菜单').fill('rkdj')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'PSAM 入库登记' }).waitFor()
  expect(errors).toEqual([])
})

it('shows fifteen rows without scrolling', async () => {
  const { page } = await visit(browser)
  await signIn(page, '物流管理员')
  await page.goto(`${url}/psams`)
  await page.locator('.ant-table-row').first().waitFor()
  await look(page, 'psam-list')
  const seen = await page.evaluate(() => {
    const box = document.querySelector('.ant-table-body')!.getBoundingClientRect()
    return [...document.querySelectorAll('.ant-table-row')].filter((r) => r.getBoundingClientRect().bottom <= box.bottom + 1).length
  })
  const rows = await page.locator('.ant-table-row').count()
  expect(seen).toBeGreaterThanOrEqual(Math.min(15, rows))
})

it('says so when nothing fits', async () => {
  const { page } = await visit(browser)
  await signIn(page, '物流管理员')
  await page.goto(`${url}/psams?q=99999999999999999999`)
  await page.getByText('没有符合条件的记录').waitFor()
  await look(page, 'list-nothing')
})
