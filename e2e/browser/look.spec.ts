import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { showView, test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'
import { sticksOutAtRest } from '../support/gallery.ts'

const folder = resolve(import.meta.dirname, '../../out/pictures/look')
const themes = ['light', 'dark', 'contrast', 'projector'] as const
const scales = [80, 100, 150, 200] as const
const views = ['Overview', 'Releases', 'Settings', 'Preferences'] as const

test.use({ trace: 'off', viewport: { width: 1280, height: 720 } })

test('every theme can be read, and at every scale nothing leaves a small window', async ({ page, stage, troubles }) => {
  test.setTimeout(400_000)
  mkdirSync(folder, { recursive: true })
  await deployedSample(stage.host(), 'tea', 'static')
  await stage.enter(page)
  await page.getByTestId('app-tea').click()
  for (const theme of themes) {
    await look(page, { theme, scale: 100 })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const view of views) {
      await showApp(page, view)
      expect(await unreadable(page), `${view} in ${theme}`).toEqual([])
      await page.screenshot({ path: join(folder, `${view.toLowerCase()}-${theme}.png`) })
    }
  }
  for (const scale of scales) {
    await look(page, { theme: 'light', scale })
    for (const view of views) {
      await showApp(page, view)
      expect(await sticksOutAtRest(page), `${view} at ${scale} %`).toEqual([])
      await page.screenshot({ path: join(folder, `${view.toLowerCase()}-${scale}.png`) })
    }
  }
  expect(troubles).toEqual([])
})

async function showApp(page: Page, view: (typeof views)[number]): Promise<void> {
  if (view !== 'Preferences') await page.getByLabel('App', { exact: true }).selectOption('tea')
  await showView(page, view)
}

/** As the preferences keep it. */
async function look(page: Page, chosen: { readonly theme: string; readonly scale: number }): Promise<void> {
  await page.evaluate((change) => localStorage.setItem('dynarium:ui', JSON.stringify({ ...JSON.parse(localStorage.getItem('dynarium:ui') ?? '{}'), ...change })), chosen)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

async function unreadable(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules('color-contrast').analyze()
  return violations.flatMap(({ nodes }) => nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}
