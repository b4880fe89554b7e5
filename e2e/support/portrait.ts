import { expect, type Page } from '@playwright/test'
import { join, resolve } from 'node:path'
import { visit } from './visit.ts'

const file = join(resolve(import.meta.dirname, '../../out/pictures'), 'overview.png')
const size = { width: 1280, height: 800 }
const requests = 60
const pauseMs = 40

/** The picture the README shows: web and worker up, under a little traffic, with one dyno chosen. Leaves the page as it found it. */
export async function takePortrait(page: Page, routerPort: number, app: string): Promise<void> {
  const before = page.viewportSize() ?? size
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByTestId('scale-worker-plus').click()
  await page.getByTestId('scale-worker-apply').click()
  await expect(page.getByTestId('dyno-worker.1')).toHaveAttribute('data-state', 'up', { timeout: 30_000 })
  await page.getByTestId('dyno-web.2').click()
  for (let sent = 0; sent < requests; sent++) {
    await visit(routerPort, app)
    await page.waitForTimeout(pauseMs)
  }
  await expect(page.getByTestId('dyno-web.3')).toContainText('MB')
  await page.mouse.move(size.width / 2, size.height - 60)
  await page.screenshot({ path: file, animations: 'disabled' })
  await page.keyboard.press('Escape')
  await page.setViewportSize(before)
}
