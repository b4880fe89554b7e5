import { expect, type Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, showView, type Stage } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { openGallery, type Gallery } from '../support/gallery.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'

const appViews = ['Map', 'Overview', 'Deploy', 'Releases', 'Config', 'Logs', 'Log search', 'Metrics', 'Autoscaling', 'Requests', 'Activity', 'Router', 'Faults', 'Experiments', 'Twelve factors', 'Settings'] as const
const pages = ['Pipelines', 'World map', 'All activity', 'Error codes', 'Money', 'Doctor', 'Preferences'] as const

// Hundreds of pictures would make a trace of hundreds of megabytes.
test.use({ trace: 'off' })

test('every view, empty, busy and in trouble, in two sizes and two themes', async ({ page, stage, troubles }) => {
  test.setTimeout(900_000)
  const gallery = openGallery('browser')
  await stage.enter(page)
  await gallery.picture(page, 'empty-first-start')
  for (const name of pages) await pictureOfPage(page, gallery, 'empty', name)

  await makeApps(stage)
  await openApp(page, 'nothing-yet')
  for (const name of appViews) await pictureOfView(page, gallery, 'empty', name)

  await openApp(page, 'tea')
  await expect(page.getByRole('navigation', { name: 'Views', exact: true })).toBeVisible()
  for (const name of appViews) await pictureOfView(page, gallery, 'busy', name)
  await showView(page, 'Overview')
  await page.getByTestId('dyno-web.2').click()
  await gallery.picture(page, 'busy-inspector')
  await page.keyboard.press('Escape')
  await showApps(page)
  await gallery.picture(page, 'busy-apps')
  for (const name of pages) await pictureOfPage(page, gallery, 'busy', name)

  await openApp(page, 'crash-loop')
  for (const name of ['Map', 'Overview', 'Deploy', 'Logs', 'Metrics', 'Requests', 'Activity'] as const) await pictureOfView(page, gallery, 'crash-loop', name)
  await openApp(page, 'bad-build')
  for (const name of ['Overview', 'Deploy', 'Activity'] as const) await pictureOfView(page, gallery, 'failed-build', name)

  await openApp(page, 'tea')
  stage.host().child.kill('SIGKILL')
  await expect(page.getByRole('alert')).toContainText('The engine is gone')
  for (const name of ['Map', 'Overview', 'Config'] as const) await pictureOfView(page, gallery, 'lost-connection', name)
  await stage.startAgain()
  await expect(page.getByText('The engine is gone')).toHaveCount(0, { timeout: 60_000 })
  await showView(page, 'Overview')
  await gallery.picture(page, 'back-again-overview')
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})

/** One app with a life, one that can not stay up, one that can not be built, and one with nothing in it. */
async function makeApps(stage: Stage): Promise<void> {
  const api = platformApi(stage.host().url, stage.host().token)
  await api('POST', '/apps', { name: 'nothing-yet' })
  await deployedSample(stage.host(), 'tea', 'node')
  await api('PATCH', '/apps/tea/config-vars', { GREETING: 'Tea is ready', API_KEY: 'kettle-1', LOG_LEVEL: 'info' })
  await api('PATCH', '/apps/tea/formation', { updates: [{ type: 'web', quantity: 5 }, { type: 'worker', quantity: 1 }] })
  await crashingApp(stage)
  await failingBuild(stage)
  await eventually(() => api<ApiDyno[]>('GET', '/apps/tea/dynos'), (dynos) => dynos.length === 6 && dynos.every((dyno) => dyno.state === 'up'))
  const client = await connectClient(stage.host())
  await client.call('traffic:start', { app: 'tea', plan: { rate: 60, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 8 }, { path: '/slow?ms=400', weight: 2 }, { path: '/nowhere', weight: 1 }], seconds: null } })
  await client.call('traffic:start', { app: 'crash-loop', plan: { rate: 5, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
  client.close()
}

async function crashingApp(stage: Stage): Promise<void> {
  const api = platformApi(stage.host().url, stage.host().token)
  await api('POST', '/apps', { name: 'crash-loop' })
  const repository = await sampleRepository(join(stage.work, 'crash-loop'), 'node')
  repository.write('web.js', "console.error('Error: no kettle found')\nprocess.exit(1)\n")
  await repository.commit('Forget the kettle')
  const pushed = await repository.push(stage.remote('crash-loop'))
  expect(pushed.ok, pushed.output).toBe(true)
  await eventually(() => api<ApiDyno[]>('GET', '/apps/crash-loop/dynos'), (dynos) => dynos.some((dyno) => dyno.state === 'crashed'))
}

async function failingBuild(stage: Stage): Promise<void> {
  const folder = join(stage.work, 'bad-build')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'notes.txt'), 'nothing to build here\n')
  await platformApi(stage.host().url, stage.host().token)('POST', '/apps', { name: 'bad-build' })
  const client = await connectClient(stage.host())
  await client.call('builds:create', { app: 'bad-build', source: { kind: 'folder', path: folder } })
  client.close()
}

/** Its name in the navigation ends with how many there are. */
const showApps = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: /^Apps/ }).click()

async function openApp(page: Page, name: string): Promise<void> {
  await showApps(page)
  await page.getByTestId(`app-${name}`).click()
}

async function pictureOfView(page: Page, gallery: Gallery, state: string, name: string): Promise<void> {
  await showView(page, name)
  await gallery.picture(page, `${state}-${name.toLowerCase()}`)
}

async function pictureOfPage(page: Page, gallery: Gallery, state: string, name: string): Promise<void> {
  await showView(page, name)
  // Its checks take seconds; the picture is of what they found.
  if (name === 'Doctor') await expect(page.getByRole('button', { name: 'Check again', exact: true })).toBeEnabled({ timeout: 60_000 })
  await gallery.picture(page, `${state}-${name.toLowerCase().replaceAll(' ', '-')}`)
}
