import { expect } from '@playwright/test'
import { showView, test } from '../support/browser.ts'
import { runCommand } from '../support/palette.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { visit } from '../support/visit.ts'

type ApiFormation = { readonly type: string; readonly quantity: number }
type ApiRelease = { readonly version: number; readonly description: string }

test('the demo plays on the real platform to its end, and leaves nothing when its app is destroyed', async ({ page, stage, troubles }) => {
  test.setTimeout(400_000)
  const api = platformApi(stage.host().url, stage.host().token)
  await stage.enter(page)
  await page.getByTestId('door-show').click()
  const demo = page.getByRole('region', { name: 'Show me', exact: true })
  await page.getByLabel('Speed of the demo', { exact: true }).selectOption('2')
  await expect(async () => {
    // It goes on by itself; this only saves the reading.
    await demo.getByRole('button', { name: 'Next', exact: true }).click({ timeout: 250 }).catch(() => {})
    await expect(demo).toContainText('What you saw', { timeout: 50 })
  }).toPass({ intervals: [50], timeout: 300_000 })

  expect((await api<ApiFormation[]>('GET', '/apps/show-me/formation')).find(({ type }) => type === 'web')?.quantity).toBe(3)
  expect((await api<ApiRelease[]>('GET', '/apps/show-me/releases')).map(({ description }) => description).slice(-3)).toEqual(['Deploy sample node', 'Set GREETING config vars', 'Rollback to v3'])
  await expect.poll(async () => (await api<ApiDyno[]>('GET', '/apps/show-me/dynos')).filter(({ state }) => state === 'up')).toHaveLength(3)
  await expect(page.getByRole('main')).toContainText('Traffic was stopped')
  await showView(page, 'Activity')
  await page.getByRole('group', { name: 'Kind', exact: true }).getByRole('button', { name: 'Errors', exact: true }).click()
  await expect(page.locator('[data-type="dyno.crashed"]')).toHaveCount(1)

  await demo.getByRole('button', { name: 'Destroy show-me', exact: true }).click()
  await expect(page.getByTestId('door-show')).toBeVisible()
  await expect(demo).toHaveCount(0)
  expect(await api('GET', '/apps')).toEqual([])
  expect(troubles).toEqual([])
})

test('Esc leaves the demo in the middle, a reload does not forget its app, and keeping it is a choice', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await page.getByTestId('door-show').click()
  await expect(page.getByRole('heading', { level: 1, name: 'show-me', exact: true })).toBeVisible()
  await page.reload()
  const demo = page.getByRole('region', { name: 'Show me', exact: true })
  await expect(demo).toContainText('You left the demo')
  await demo.getByRole('button', { name: 'Keep show-me', exact: true }).click()
  await expect(demo).toHaveCount(0)
  await runCommand(page, 'play the demo')
  await expect(demo).toContainText('heroku create show-me-2')
  await expect(page.getByRole('heading', { level: 1, name: 'show-me-2', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(demo.getByRole('heading', { name: 'You left the demo', exact: true })).toBeFocused()
  await demo.getByRole('button', { name: 'Destroy show-me-2', exact: true }).click()
  await expect(page.getByLabel('App', { exact: true }).getByRole('option')).toHaveText(['All apps', 'show-me'])
  expect(troubles).toEqual([])
})

test('the first steps tick themselves, whoever does them', async ({ page, stage, troubles }) => {
  const api = platformApi(stage.host().url, stage.host().token)
  await stage.enter(page)
  await page.getByTestId('door-teach').click()
  const isDone = (id: string) => expect(page.getByTestId(`step-${id}`)).toHaveAttribute('data-done', 'true', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Deploy Static site', exact: true }).click()
  await isDone('create')
  await isDone('deploy')
  const app = (await page.title()).replace(' · Dynarium', '')
  await expect.poll(async () => (await visit(stage.host().routerPort, app)).status).toBe(200)
  await isDone('open')
  await api('PATCH', `/apps/${app}/formation`, { updates: [{ type: 'web', quantity: 2 }] })
  await isDone('scale')
  await api('PATCH', `/apps/${app}/config-vars`, { GREETING: 'hello' })
  await isDone('config')
  await showView(page, 'Logs')
  await isDone('logs')
  await page.reload()
  await isDone('logs')
  await expect(page.getByRole('complementary', { name: 'First steps', exact: true })).toContainText('6 of 9')
  expect(troubles).toEqual([])
})
