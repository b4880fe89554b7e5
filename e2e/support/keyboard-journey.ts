import { expect, type Page } from '@playwright/test'
import { runCommand } from './palette.ts'

/** Presses Tab until the thing with that name has the focus: nothing may be out of reach, and the focus may never be invisible. */
async function tabTo(page: Page, name: string | RegExp, role?: string): Promise<void> {
  const wanted = typeof name === 'string' ? new RegExp(`^${name}$`) : name
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return null
      const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? ''
      const shape = element.matches('.map g') ? element.querySelector('rect') : null
      const style = getComputedStyle(element)
      return { label: label.trim(), role: element.getAttribute('role') ?? element.tagName.toLowerCase(), isSeen: shape === null ? style.outlineStyle !== 'none' : Number.parseFloat(getComputedStyle(shape).strokeWidth) >= 2 }
    })
    if (focus === null) continue
    expect(focus.isSeen, `the focus on ${focus.role} "${focus.label.slice(0, 40)}" can be seen`).toBe(true)
    if (wanted.test(focus.label) && (role === undefined || focus.role === role)) return
  }
  throw new Error(`Tab never came to ${String(wanted)}`)
}

/** The journey of someone who has no mouse: create, deploy, scale, read why, configure, roll back. Begins on the first screen. */
export async function takeKeyboardJourney(page: Page): Promise<void> {
  await tabTo(page, 'App name')
  await page.keyboard.type('handy')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'handy', exact: true })).toBeVisible()

  await tabTo(page, 'Deploy Static site')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })

  await runCommand(page, 'overview')
  await tabTo(page, 'web dynos', 'input')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('dyno-web.2')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })

  await tabTo(page, /^web\.2/)
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary', { name: 'Inspector', exact: true })
  await expect(inspector.getByRole('heading', { name: 'web.2', exact: true })).toBeVisible()
  await expect(inspector.getByTestId('why-chain')).toContainText('ps:scale web=2')
  await page.keyboard.press('Escape')
  await expect(inspector.getByRole('heading', { name: 'web.2', exact: true })).toHaveCount(0)

  await tabTo(page, 'Config')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Name', 'input')
  await page.keyboard.type('GREETING')
  await page.keyboard.press('Tab')
  await page.keyboard.type('hello')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('config-GREETING')).toBeVisible()

  await runCommand(page, 'releases')
  await expect(page.getByTestId('release-v4')).toHaveAttribute('data-state', 'current', { timeout: 60_000 })
  await tabTo(page, 'Roll back to v3')
  await page.keyboard.press('Enter')
  const confirm = page.getByRole('form', { name: /^Roll back to v3/ })
  await expect(confirm).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(confirm).toHaveCount(0)
  await expect(page.getByTestId('release-v3').getByRole('button', { name: 'Roll back to v3', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'Roll back to v3')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('release-v5')).toHaveAttribute('data-state', 'current', { timeout: 60_000 })
}
