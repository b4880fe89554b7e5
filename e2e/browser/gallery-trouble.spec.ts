import { expect, type Page } from '@playwright/test'
import { showView, test, type Stage } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { openGallery, type Gallery } from '../support/gallery.ts'
import { linkedApp } from '../support/linked-app.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'

// Hundreds of pictures would make a trace of hundreds of megabytes.
test.use({ trace: 'off' })

test('faults, experiments, the router, error codes and why, in every look there is', async ({ page, stage, troubles }) => {
  test.setTimeout(900_000)
  const gallery = openGallery('trouble')
  await busyApp(stage)
  const linked = await linkedApp(stage, 'coffee', 'redis')
  const client = await connectClient(stage.host())
  await client.call('traffic:start', { app: 'coffee', plan: { rate: 10, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
  await stage.enter(page)
  await page.getByTestId('app-tea').click()

  await showView(page, 'Router')
  await page.getByTestId('strategy-least-connections').click()
  await expect(page.getByTestId('strategy-turns').getByRole('row')).toHaveCount(3)
  await gallery.pictureInEveryLook(page, 'router')

  await client.call('faults:start', { kind: 'latency', target: { kind: 'dynos', app: 'tea', dynos: ['web.1'] }, params: { latencyMs: 200 }, seconds: 3000 })
  await client.call('faults:start', { kind: 'http-status', target: { kind: 'type', app: 'tea', type: 'web' }, seconds: 3000 })
  await client.call('faults:start', { kind: 'bandwidth', target: { kind: 'proxy', proxy: 'redis' }, params: { rateKBps: 10 }, seconds: 3000 })
  await showView(page, 'Faults')
  await expect(page.getByTestId('link-row-redis')).toContainText('bandwidth')
  await gallery.pictureInEveryLook(page, 'faults-catalogue')
  await page.getByTestId('fault-dyno-freeze').click()
  await page.getByTestId('fault-map').getByTestId('dyno-web.3').click()
  await expect(page.getByTestId('blast')).toContainText('1 of 5')
  await gallery.pictureInEveryLook(page, 'faults-aimed-at-a-dyno')
  await page.getByRole('button', { name: 'All faults', exact: true }).click()
  await page.getByTestId('fault-latency').click()
  await page.getByTestId('fault-map').getByTestId('link-redis').click()
  await expect(page.getByTestId('blast')).toContainText('the link redis')
  await gallery.pictureInEveryLook(page, 'faults-aimed-at-a-link')
  await showView(page, 'Map')
  await gallery.pictureInEveryLook(page, 'map-in-trouble')
  await page.getByTestId('lease-strip').getByRole('button', { name: /^Latency/ }).click()
  await gallery.pictureInEveryLook(page, 'fault-in-the-inspector')
  await why(page, gallery)

  await page.keyboard.press('Control+.')
  await expect(page.getByTestId('stopped')).toBeVisible()
  await gallery.picture(page, 'faults-stopped')
  await showView(page, 'Faults')
  await page.getByTestId('show-receipts').click()
  await gallery.pictureInEveryLook(page, 'receipts')
  await experiments(page, gallery)
  await errorCodes(page, gallery)
  client.close()
  linked.close()
  expect(gallery.faults).toEqual([])
  expect(troubles.filter((text) => !text.includes("Blocked script execution in 'about:srcdoc'"))).toEqual([])
})

async function busyApp(stage: Stage): Promise<void> {
  await deployedSample(stage.host(), 'tea', 'node')
  const client = await connectClient(stage.host())
  await client.call('ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 5 }, { type: 'worker', quantity: 1 }] })
  await client.call('traffic:start', { app: 'tea', plan: { rate: 40, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 8 }, { path: '/slow?ms=400', weight: 2 }], seconds: null } })
  client.close()
  const api = platformApi(stage.host().url, stage.host().token)
  await eventually(() => api<ApiDyno[]>('GET', '/apps/tea/dynos'), (dynos) => dynos.length === 6 && dynos.every((dyno) => dyno.state === 'up'))
}

/** A request that a fault failed, with the chain behind it. */
async function why(page: Page, gallery: Gallery): Promise<void> {
  await showView(page, 'Requests')
  await page.getByTestId(/^request-/).filter({ hasText: '503' }).first().click()
  await expect(page.getByTestId('request-why')).toContainText('A fault did it')
  await gallery.pictureInEveryLook(page, 'why')
  await page.keyboard.press('Escape')
}

async function experiments(page: Page, gallery: Gallery): Promise<void> {
  await showView(page, 'Experiments')
  await gallery.pictureInEveryLook(page, 'experiments')
  await page.getByTestId('experiment-answers-come-late').click()
  await gallery.pictureInEveryLook(page, 'experiment-sheet')
  await page.getByTestId('experiment-run-it').click()
  await expect(page.getByTestId('probe').first()).toBeVisible({ timeout: 60_000 })
  await gallery.pictureInEveryLook(page, 'experiment-running')
  const stop = page.getByRole('button', { name: 'Stop and roll back', exact: true })
  // It ends by itself as well, maybe at this moment.
  await stop.or(page.getByTestId('verdict')).first().waitFor()
  await stop.click({ timeout: 5000 }).catch(() => {})
  await expect(page.getByTestId('verdict')).toBeVisible({ timeout: 120_000 })
  await page.getByTestId('report-page').click()
  await expect(page.getByTestId('report-frame')).toBeVisible()
  await gallery.pictureInEveryLook(page, 'experiment-ended')
}

async function errorCodes(page: Page, gallery: Gallery): Promise<void> {
  await showView(page, 'Error codes')
  await gallery.pictureInEveryLook(page, 'error-codes')
  await page.getByTestId('code-H14').click()
  await page.getByTestId('code-cause').click()
  await expect(page.getByTestId('code-caused')).toContainText('code=H14', { timeout: 60_000 })
  await gallery.pictureInEveryLook(page, 'error-code-caused')
}
