import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { composePlatform, type Platform } from '../../electron/headless/compose.ts'
import { showView } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { sticksOutAtRest } from '../support/gallery.ts'

const out = resolve(import.meta.dirname, '../../out')
const pictures = join(out, 'pictures', 'autoscale')
/** A minute of the autoscaler, which is the product's own everywhere else: a run of minutes is seen in seconds. */
const minuteMs = 3000

/** One request at a time, 40 ms each: 25 a second are what a dyno can do, and what comes on top waits. */
const web = `let last = Promise.resolve()
require('http').createServer((request, response) => {
  last = last.then(() => new Promise((done) => setTimeout(done, 40))).then(() => response.end('served by ' + process.env.DYNO))
}).listen(process.env.PORT)
`

let work = ''
let platform: Platform

test.beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'dynarium-autoscale-'))
  const source = join(work, 'source')
  mkdirSync(source)
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(source, 'web.js'), web)
  writeFileSync(join(source, 'Procfile'), 'web: node web.js\n')
  writeFileSync(join(source, 'package.json'), '{"name":"tea","version":"1.0.0","private":true}')
  writeFileSync(join(source, 'package-lock.json'), '{"name":"tea","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"tea","version":"1.0.0"}}}')
  platform = await composePlatform({
    dataDir: join(work, 'data'), port: 0, routerPort: 0, version: '0', samplesDir: join(work, 'none'), experimentsDir: 'none', staticDir: join(out, 'renderer'),
    edgeThreadFile: join(out, 'main', 'edge-thread.cjs'), trafficThreadFile: join(out, 'main', 'traffic-thread.cjs'), wireThreadFile: join(out, 'main', 'wire-thread.cjs'), drainThreadFile: join(out, 'main', 'drain-thread.cjs'), addOnThreadFile: join(out, 'main', 'addon-thread.cjs'), searchThreadFile: join(out, 'main', 'search-thread.cjs'), limits: { autoscaleLimits: { minuteMs, lookMs: 500 } },
  })
  await call('apps:create', { name: 'tea' })
  await call('builds:create', { app: 'tea', source: { kind: 'folder', path: source } })
  await eventually(() => Promise.resolve(Object.values(platform.engine.kernel.state.dynos)), (dynos) => dynos.some(({ type, state }) => type === 'web' && state.kind === 'up'))
})

test.afterAll(async () => {
  await platform.stop()
  rmSync(work, { recursive: true, force: true })
})

const call = (name: string, input: object): Promise<unknown> => platform.engine.call(name, input, 'ada@localhost')
const send = (rate: number): Promise<unknown> => call('traffic:start', { app: 'tea', plan: { rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
const steps = () => platform.engine.kernel.journal.read(0, 100_000).flatMap((event) => (event.type === 'autoscale.decided' && event.data.act !== 'kept' ? [event] : []))
const up = (): number => Object.values(platform.engine.kernel.state.dynos).filter(({ type, state, stopping }) => type === 'web' && state.kind === 'up' && stopping === null).length

async function picture(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`), fullPage: false })
  }
}

test('real dynos follow a load step up and, later, down; each step stands on the picture with its reason (AS4, AS5, AS15)', async ({ page }) => {
  await page.goto(`${platform.control.url}#token=${platform.token}`)
  await page.getByTestId('app-tea').click()
  await showView(page, 'Autoscaling')
  await expect(page.getByTestId('autoscale-now')).toContainText('Off.')

  // p95 on a Standard dyno is Heroku's no, said in place; lifted by a switch.
  await page.getByTestId('target').fill('400')
  await page.getByTestId('max').fill('5')
  await page.getByTestId('enable').click()
  await expect(page.getByText('Autoscaling by p95 is for Performance dynos and up, and web of tea is Standard-1X.')).toBeVisible()
  await page.getByRole('switch', { name: 'Any size', exact: true }).click()
  await page.getByTestId('enable').click()
  await expect(page.getByTestId('autoscale-now')).toContainText('On: p95 under 400 ms, 1 to 5 dynos.')
  await page.getByTestId('alert-p95').getByRole('textbox', { name: 'Over', exact: true }).fill('400')
  await page.getByTestId('alert-p95').getByRole('combobox', { name: 'Sensitivity', exact: true }).selectOption('high')
  await page.getByTestId('alert-p95').getByRole('button', { name: 'Alert on response time (p95)', exact: true }).click()

  await send(8)
  await page.waitForTimeout(2 * minuteMs)
  expect(steps()).toEqual([])
  await send(60)
  await expect(page.getByTestId('alert-raised-p95')).toContainText('tea: response time (p95) over 400 ms')
  await eventually(() => Promise.resolve(up()), (count) => count >= 3)
  const atTop = steps().map(({ data }) => data.to)
  expect(atTop.slice(0, 2)).toEqual([2, 3])
  await expect(page.getByTestId('alert-raised-p95')).toBeHidden()
  await send(8)
  await eventually(() => Promise.resolve(steps()), (all) => all.some(({ data }) => data.act === 'down'))
  await expect(page.getByTestId('decision-down').first()).toBeVisible()

  // By keyboard as by pointer: the reason of the first step.
  await page.getByTestId('decision-up').first().focus()
  await expect(page.getByTestId('reason')).toContainText(/The autoscaler takes web from 1 to 2: p95 is about .* under 400 ms/)
  await expect(page.getByTestId('decisions').getByRole('listitem').first()).toContainText('The autoscaler takes web')
  await page.getByRole('button', { name: '2 min', exact: true }).click()
  await picture(page, 'load-step')
  expect(await sticksOutAtRest(page)).toEqual([])
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  await page.getByRole('switch', { name: 'As a table', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Autoscaling, table', exact: true }).getByText('1 to 2', { exact: false }).first()).toBeVisible()
  await picture(page, 'table')

  const all = steps()
  all.slice(1).forEach(({ at, data }, index) => {
    expect(at - (all[index]?.at ?? 0)).toBeGreaterThanOrEqual(minuteMs)
    expect(Math.abs(data.to - data.from)).toBe(1)
  })
  // By hand, to a number that the policy never chooses: it goes off, and says why.
  await call('ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 6 }] })
  await expect(page.getByTestId('autoscale-now')).toContainText('Off, as web was scaled by hand.')
  await page.getByRole('switch', { name: 'As a table', exact: true }).click()
  await picture(page, 'off')
})
