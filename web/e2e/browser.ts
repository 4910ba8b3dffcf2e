/** A real browser for the clerk's tasks: Debian's Chromium against the demo city at KAGUAN_URL. */
import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'

export const url = process.env.KAGUAN_URL ?? 'http://localhost:8080'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']

/** The screen that every page must fit. */
export const screen = { width: 1366, height: 768 }

export const open = (): Promise<Browser> => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })

/** A fresh window. What the page writes to the console as an error fails the test that looked. */
export async function visit(browser: Browser): Promise<{ page: Page; errors: string[] }> {
  const page = await (await browser.newContext({ viewport: screen, locale: 'zh-CN' })).newPage()
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  // A refused request is written there by the browser itself; refusals are part of the tests.
  page.on('console', (m) => m.type() === 'error' && !m.text().startsWith('Failed to load resource') && errors.push(m.text()))
  return { page, errors }
}

/** Signs in as the demo account of this role, by a click on the login page. */
export async function signIn(page: Page, role: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.locator('.kg-account', { hasText: role }).first().click()
  await page.getByRole('heading', { name: '工作台' }).waitFor()
}

/** Keeps a picture and looks for what people with poor sight or without a mouse would stumble over. */
export async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png` })
  expect(await stumbles(page), name).toEqual([])
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
