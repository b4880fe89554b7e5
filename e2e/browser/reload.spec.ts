import { expect, type Page } from '@playwright/test'
import { showView, test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'
import { platformApi } from '../support/platform-api.ts'
import { slowLines, slowRepository } from '../support/slow-build.ts'
import { visit } from '../support/visit.ts'

test('a reload in mid-build and a second window cost nothing', async ({ page, stage, troubles }) => {
  await platformApi(stage.host().url, stage.host().token)('POST', '/apps', { name: 'slow' })
  const { repository, mayEnd } = await slowRepository(stage.work)
  await stage.enter(page)
  await page.getByTestId('app-slow').click()
  await showView(page, 'Deploy')
  const pushing = repository.push(stage.remote('slow'))
  const output = page.getByTestId('build-output')
  await expect(output).toContainText('slow line 2', { timeout: 60_000 })
  await page.reload()
  await expect(output).toContainText('slow line 1')
  await expect(page.getByTestId('lane-compile')).toHaveAttribute('data-state', 'active')
  const second = await stage.enter(await page.context().newPage())
  // It shares this browser's memory of what was looked at last.
  await expect(second.getByTestId('build-output')).toContainText('slow line 4')
  await page.reload()
  mayEnd()
  const pushed = await pushing
  expect(pushed.ok, pushed.output).toBe(true)
  for (const open of [page, second]) {
    await expect(open.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })
    await expect.poll(() => linesOf(open)).toEqual(slowLines)
  }
  expect(troubles).toEqual([])
})

test('the engine is killed and comes back while the page is open: it says so, and then shows the truth by itself', async ({ page, stage, troubles }) => {
  await deployedSample(stage.host(), 'steady', 'static')
  await stage.enter(page)
  await page.getByTestId('app-steady').click()
  await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up')
  await showView(page, 'Config')
  await page.getByLabel('Name', { exact: true }).fill('GREETING')
  await page.getByLabel('Value', { exact: true }).pressSequentially('typed whi')
  stage.host().child.kill('SIGKILL')
  await page.getByLabel('Value', { exact: true }).pressSequentially('le it died')
  await expect(page.getByRole('alert')).toContainText('The engine is gone')
  await expect(page.getByRole('alert')).toContainText('You see the last known state')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'start Dynarium again' })).toBeVisible()

  await stage.startAgain()
  await expect(page.getByText('The engine is gone')).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByLabel('Value', { exact: true })).toHaveValue('typed while it died')
  await page.getByRole('button', { name: 'Set GREETING and restart', exact: true }).click()
  await expect(page.getByTestId('config-GREETING')).toBeVisible()
  await showView(page, 'Overview')
  await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  expect((await visit(stage.host().routerPort, 'steady')).status).toBe(200)
  await showView(page, 'Activity')
  await expect(page.getByRole('main')).toContainText('GREETING set')
  expect(troubles).toEqual([])
})

/** The lines of the slow build, as this page shows them. */
async function linesOf(page: Page): Promise<readonly string[]> {
  return [...(await page.getByTestId('build-output').innerText()).matchAll(/slow line \d+/g)].map((match) => match[0])
}
