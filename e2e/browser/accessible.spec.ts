import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { showView, test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'

const themes = ['light', 'dark'] as const

// A trace would record each of the checker's many looks at the page.
test.use({ trace: 'off' })

test('no view has a fault for people who read the screen differently, in any theme', async ({ page, stage, troubles }) => {
  test.setTimeout(480_000)
  await stage.enter(page)
  const found: string[] = await faults(page, 'first start')
  await deployedSample(stage.host(), 'clear', 'node')
  await page.getByTestId('app-clear').waitFor()
  found.push(...(await faults(page, 'apps')))
  await page.getByTestId('app-clear').click()
  await page.getByTestId('dyno-web.1').click()
  await expect(page.getByTestId('why-chain')).toBeVisible()
  found.push(...(await faults(page, 'overview')))
  for (const view of ['Map', 'Deploy', 'Releases', 'Config', 'Logs', 'Log search', 'Metrics', 'Autoscaling', 'Requests', 'Activity', 'Router', 'Faults', 'Experiments', 'Twelve factors', 'Settings']) {
    await showView(page, view)
    if (view === 'Faults') {
      await page.getByTestId('fault-latency').click()
      await page.getByTestId('fault-map').getByTestId('dyno-web.1').click()
      await page.getByTestId('fault-start').click()
      await expect(page.getByTestId('lease-latency')).toBeVisible()
    }
    if (view === 'Config') await page.getByLabel('Name', { exact: true }).fill('1A')
    found.push(...(await faults(page, view)))
  }
  for (const view of ['Pipelines', 'World map', 'All activity', 'Error codes', 'Money', 'Containers', 'Doctor', 'Preferences']) {
    await showView(page, view)
    found.push(...(await faults(page, view)))
  }
  await page.keyboard.press('Control+k')
  found.push(...(await faults(page, 'search')))
  expect(found).toEqual([])
  expect(troubles).toEqual([])
})

/** All rules once; in the other theme what a theme can change. */
async function faults(page: Page, place: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    // Legacy: in this page alone, which is twice as fast and enough where there are no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${place}, ${theme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`)))
  }
  return found
}
