/** The frame: the door, the menu, search, help, the states that every page draws, and the reference of the API. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { look, open, signIn, url, visit } from './browser'

let browser: Browser
beforeAll(async () => void (browser = await open()))
afterAll(() => browser.close())

it('asks who one is, and leads to where one wanted', async () => {
  const { page, errors } = await visit(browser)
  await page.goto(`${url}/psams?state=stock`)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await look(page, 'login')
  await page.getByLabel('账号').fill('wuliu')
  await page.getByLabel('密码', { exact: true }).fill('Yanshi-2025')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await look(page, 'login-wrong')
  await page.getByLabel('密码', { exact: true }).fill('Yanshi-2026')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'PSAM 台账' }).waitFor()
  expect(page.url()).toContain('state=stock')
  expect(errors).toEqual([])
})

it('shows the desk, help by F1 and the menu by pinyin', async () => {
  const { page, errors } = await visit(browser)
  await signIn(page, 'zhika')
  await look(page, 'home')
  await page.keyboard.press('F1')
  await page.getByText('快捷键').waitFor()
  await look(page, 'help')
  await page.keyboard.press('Escape')
  await page.getByLabel('找菜单').fill('rkdj')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'PSAM 入库登记' }).waitFor()
  expect(errors).toEqual([])
})

it('shows fifteen rows without scrolling', async () => {
  const { page } = await visit(browser)
  await signIn(page, 'zhika')
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

it('says why there is nothing to see', async () => {
  const { page, errors } = await visit(browser)
  await signIn(page, 'daiban')
  for (const [path, words, name] of [
    ['/application?q=440203190001010000', '没有符合条件的记录', 'list-nothing'],
    ['/psams/stock-in', '您不能打开这个页面', 'no-right'],
    ['/nowhere', '没有这个页面', 'not-found'],
    ['/batch/999999', '没有', 'record-not-found'],
  ] as const) {
    await page.goto(url + path)
    await page.locator('.kg-state', { hasText: words }).waitFor()
    await look(page, name)
  }
  expect(errors).toEqual([])
})

it('explains the API without the net', async () => {
  const { page, errors } = await visit(browser)
  const outside: string[] = []
  await page.route('**', (r) => (r.request().url().startsWith(url) || r.request().url().startsWith('data:') ? r.continue() : (outside.push(r.request().url()), r.abort())))
  await page.goto(`${url}/api/docs`)
  await page.locator('#operations-tag-applications').click()
  await page.locator('.opblock', { hasText: '/api/v1/applications/imports' }).first().waitFor()
  expect(outside).toEqual([])
  expect(errors).toEqual([])
})
