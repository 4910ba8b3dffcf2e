/** A real browser for the clerk's tasks: Debian's Chromium against the demo city at KAGUAN_URL. */
import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'

export const url = process.env.KAGUAN_URL ?? 'http://localhost:8080'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']

// What a page may take on two busy processors.
const patience = 20_000

/** The screen that every page must fit. */
export const screen = { width: 1366, height: 768 }

export const open = (): Promise<Browser> => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })

/** A fresh window. What the page writes to the console as an error fails the test that looked. */
export async function visit(browser: Browser, errors: string[] = []): Promise<{ page: Page; errors: string[] }> {
  const page = await (await browser.newContext({ viewport: screen, locale: 'zh-CN' })).newPage()
  page.setDefaultTimeout(patience)
  page.on('pageerror', (e) => errors.push(`${page.url()}: ${e.message}`))
  // A refused request is written there by the browser itself; refusals are part of the tests.
  page.on('console', (m) => m.type() === 'error' && !m.text().startsWith('Failed to load resource') && errors.push(`${page.url()}: ${m.text()}`))
  return { page, errors }
}

/** Signs in as the account of this login, by a click on its card on the login page. */
export async function signIn(page: Page, login: string): Promise<void> {
  const { accounts } = (await (await fetch(`${url}/api/v1/demo`)).json()) as { accounts: { login: string; name: string }[] }
  const name = accounts.find((a) => a.login === login)!.name
  await page.goto(`${url}/login`)
  await page.locator('.kg-account', { hasText: name }).click()
  await page.getByRole('heading', { name: '工作台' }).waitFor()
}

/** The people of the city, each at his own window, which stays open between his turns. */
export class Office {
  private readonly desks = new Map<string, Page>()
  readonly errors: string[] = []

  private constructor(private readonly browser: Browser) {}

  static readonly open = async (): Promise<Office> => new Office(await open())

  /** The window of the user with this login. */
  async at(login: string): Promise<Page> {
    const there = this.desks.get(login)
    if (there) return there
    const { page } = await visit(this.browser, this.errors)
    await signIn(page, login)
    this.desks.set(login, page)
    return page
  }

  /** Keeps a picture of every window, to see where a test has failed. */
  async remember(): Promise<void> {
    for (const [login, page] of this.desks) await page.screenshot({ path: `${shots}failed-${login}.png` })
  }

  close = (): Promise<void> => this.browser.close()
}

/** Opens a page by the menu at the left, as the pinyin of its title finds it. */
export async function menu(page: Page, pinyin: string, heading: string): Promise<void> {
  await page.getByLabel('找菜单').fill(pinyin)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: heading, exact: true }).waitFor()
}

/** Chooses one of a list that opens. */
export async function choose(page: Page, list: Locator, words: string): Promise<void> {
  await list.click()
  await list.fill(words)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: words }).first().click()
}

/** The number in words on the page: 1,234 of 共 1,234 条. */
export async function numberIn(place: Locator): Promise<number> {
  const words = (await place.innerText()).replaceAll(',', '')
  const found = words.match(/\d+/)
  if (!found) throw new Error(`no number in “${words}”`)
  return Number(found[0])
}

/** Keeps a picture and looks for what people would stumble over: no contrast, no name, out of sight. */
export async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png` })
  // Softly: the job goes on, and all that is wrong is told at its end.
  expect.soft([...(await stumbles(page)), ...(await hidden(page))], name).toEqual([])
}

async function stumbles(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const a = (window as unknown as { axe: typeof axe }).axe
    // Two hidden helpers of antd that nobody meets are left out: the measuring row of a table, which repeats the
    // head's boxes, and the list of size zero that stands for a closed choice.
    return (await a.run({ exclude: [['.ant-table-measure-row'], ['[role=listbox][style*="height: 0px"]']] }, { runOnly: ['wcag2a', 'wcag2aa'] })).violations
  })
  return found.filter((v) => v.impact === 'critical' || v.impact === 'serious').map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`).join(' | ')}`)
}

/** What is wider than its place and cannot be scrolled to; only the page itself may scroll, and only downwards. */
const hidden = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`)
    for (const box of document.querySelectorAll<HTMLElement>('.kg-page, .kg-panel, .ant-modal-body')) {
      if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className} holds ${box.scrollWidth} in ${box.clientWidth}`)
    }
    for (const button of document.querySelectorAll<HTMLElement>('button:not([disabled])')) {
      const at = button.getBoundingClientRect()
      if (at.width > 0 && !button.closest('.ant-table-content, .ant-table-body') && (at.right > innerWidth + 1 || at.left < -1)) found.push(`out of sight: ${button.innerText}`)
    }
    return found
  })

/** Lets a day pass in the city, by the bar on top. */
export async function passDay(page: Page): Promise<void> {
  const answer = page.waitForResponse((r) => r.url().endsWith('/demo/day'))
  await page.getByRole('button', { name: '过一天' }).click()
  expect((await answer).ok()).toBe(true)
}
