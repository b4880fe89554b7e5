import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { composePlatform, type Platform } from '../../electron/headless/compose.ts'
import { showView } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { sticksOutAtRest } from '../support/gallery.ts'

const out = resolve(import.meta.dirname, '../../out')
const pictures = join(out, 'pictures', 'log-search')
const web = `const log = (text) => process.stdout.write(text + '\\n')
for (let n = 0; n < 2500; n += 1) log('Rendered /tea/' + n % 97 + ' with ' + n % 9 + ' queries in ' + n % 50 + ' ms' + (n % 100 === 0 ? ' after a timeout error' : ''))
require('http').createServer((request, response) => {
  log(request.url.startsWith('/bad') ? 'payment refused: card expired' : 'served ' + request.url)
  response.end('ok')
}).listen(process.env.PORT)
`

let work = ''
let platform: Platform
const posted: string[] = []
const hook = createHttpServer((req, res) => {
  let text = ''
  req.on('data', (chunk: Buffer) => (text += String(chunk))).on('end', () => {
    posted.push(decodeURIComponent(text))
    res.end()
  })
})
let receiver: Server | null = null

const listen = (server: Server, port = 0): Promise<number> => new Promise((listening) => server.listen(port, '127.0.0.1', () => listening((server.address() as AddressInfo).port)))
const call = (name: string, input: object): Promise<unknown> => platform.engine.call(name, input, 'ada@localhost')
const visit = (path: string): Promise<unknown> => call('traffic:visit', { app: 'tea', path })

test.beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'dynarium-log-search-'))
  const source = join(work, 'source')
  mkdirSync(source)
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(source, 'web.js'), web)
  writeFileSync(join(source, 'Procfile'), 'web: node web.js\n')
  writeFileSync(join(source, 'package.json'), '{"name":"tea","version":"1.0.0","private":true}')
  writeFileSync(join(source, 'package-lock.json'), '{"name":"tea","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"tea","version":"1.0.0"}}}')
  const thread = (name: string): string => join(out, 'main', `${name}-thread.cjs`)
  platform = await composePlatform({
    dataDir: join(work, 'data'), port: 0, routerPort: 0, version: '0', samplesDir: join(work, 'none'), experimentsDir: 'none', staticDir: join(out, 'renderer'),
    addOnCatalogueFile: resolve(import.meta.dirname, '../../resources/add-ons/catalogue.yaml'), priceBookFile: resolve(import.meta.dirname, '../../resources/price-books/heroku.yaml'),
    edgeThreadFile: thread('edge'), trafficThreadFile: thread('traffic'), wireThreadFile: thread('wire'), drainThreadFile: thread('drain'), searchThreadFile: thread('search'), addOnThreadFile: thread('addon'),
  })
  await call('apps:create', { name: 'tea' })
})

test.afterAll(async () => {
  await platform.stop()
  hook.close()
  receiver?.close()
  rmSync(work, { recursive: true, force: true })
})

async function picture(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) })
  }
}

async function isSound(page: Page): Promise<void> {
  expect(await sticksOutAtRest(page)).toEqual([])
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

test('lines are kept, found, followed, saved as searches, alerted on and archived (LS1, LS2, LS5, LS6, LS9)', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${platform.control.url}#token=${platform.token}`)
  await page.getByTestId('app-tea').click()
  await showView(page, 'Log search')
  await picture(page, 'empty')
  await page.getByRole('button', { name: /^Add Papertrail Choklad/ }).click()
  await expect(page.getByTestId('query')).toBeVisible()
  await call('builds:create', { app: 'tea', source: { kind: 'folder', path: join(work, 'source') } })
  await eventually(() => Promise.resolve(Object.values(platform.engine.kernel.state.dynos)), (dynos) => dynos.some(({ type, state }) => type === 'web' && state.kind === 'up'))

  const search = async (query: string): Promise<void> => {
    await page.getByTestId('query').fill(query)
    await page.getByRole('button', { name: 'Search', exact: true }).click()
  }
  await search('timeout error -"with 0 queries" program:web.1')
  await expect(page.getByTestId('outcome')).toContainText(/^2[0-9] of 2,5\d\d lines match, looked through in [\d.]+ ms/)
  await expect(page.getByTestId('found').locator('.log-line').last()).toContainText('after a timeout error')
  await picture(page, 'found')
  await isSound(page)

  await page.getByTestId('query').fill('error -(timeout')
  await expect(page.getByTestId('problem')).toContainText('This parenthesis is never closed.')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'Syntax', exact: true }).click()
  await picture(page, 'syntax')
  await isSound(page)
  await page.getByRole('button', { name: 'Syntax', exact: true }).click()

  // Live: what matches comes by itself, and nothing else.
  await search('payment refused')
  await expect(page.getByTestId('outcome')).toContainText(/^0 of/)
  await visit('/good')
  await visit('/bad')
  await expect(page.getByTestId('found').locator('.log-line')).toHaveText([/payment refused: card expired/])
  await expect(page.getByTestId('outcome')).toContainText('1 more came since')

  await page.getByRole('textbox', { name: 'Name of the search', exact: true }).fill('Refused payments')
  await page.getByRole('button', { name: 'Save this search', exact: true }).click()
  await page.getByTestId('saved').getByRole('button', { name: 'Alert', exact: true }).click()
  await page.getByRole('textbox', { name: 'Lines', exact: true }).fill('2')
  await page.getByRole('textbox', { name: 'Post to, besides the window' }).fill(`http://127.0.0.1:${await listen(hook)}/hook`)
  await page.getByRole('button', { name: 'Turn the alert on', exact: true }).click()
  await expect(page.getByTestId('saved')).toContainText('Alerts at 2 in 10 min')
  await visit('/bad')
  await visit('/bad')
  await expect(page.getByTestId('saved')).toContainText('Raised at')
  await expect(page.getByTestId('search-alert')).toContainText('tea: the search “Refused payments” found 2 lines or more in 10 min')
  await eventually(() => Promise.resolve(posted.length), (count) => count === 1)
  expect(posted[0]).toContain('payment refused: card expired')

  const archive = page.getByRole('region', { name: 'Archives', exact: true })
  await expect(archive.getByRole('listitem').first()).toBeVisible({ timeout: 30_000 })
  const download = page.waitForEvent('download')
  await archive.getByRole('button', { name: /^Save / }).first().click()
  const file = await (await download).path()
  expect(gunzipSync(readFileSync(file)).toString()).toContain('\tapp/web.1\tRendered /tea/0 with 0 queries in 0 ms after a timeout error\n')
  await picture(page, 'alerted')
  await isSound(page)
})

test('a drain is a pipe with counters: flowing, broken with lines waiting and dropped (LD4, LD9)', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${platform.control.url}#token=${platform.token}`)
  await page.getByTestId('app-tea').click()
  await showView(page, 'Log search')
  const address = page.getByRole('textbox', { name: 'Address of a drain', exact: true })
  await address.fill('gopher://127.0.0.1')
  await page.getByRole('button', { name: 'Add drain', exact: true }).click()
  await expect(page.getByTestId('drains')).toContainText('gopher:// is no way to send lines')
  await address.fill('syslog://logs.example.com:514')
  await expect(page.getByTestId('drains')).toContainText('Every line of tea will leave this machine, to logs.example.com.')

  let got = ''
  const open = (): Server => createServer((socket) => void socket.on('error', () => {}).on('data', (chunk) => (got += String(chunk))))
  receiver = open()
  const port = await listen(receiver)
  await address.fill(`syslog://127.0.0.1:${port}`)
  await page.getByRole('button', { name: 'Add drain', exact: true }).click()
  const drain = page.getByTestId('drain')
  await expect(drain).toHaveAttribute('data-state', 'flowing')
  await visit('/through-the-pipe')
  await eventually(() => Promise.resolve(got), (text) => text.includes('served /through-the-pipe'))
  await expect(drain.locator('dd').first()).not.toHaveText('0')
  await picture(page, 'drain-flowing')
  await isSound(page)

  await call('drains:remove', { app: 'tea', drain: `syslog://127.0.0.1:${port}` })
  await call('drains:add', { app: 'tea', url: 'syslog://127.0.0.1:9' })
  await expect(drain).toHaveAttribute('data-state', 'broken')
  await call('ps:restart', { app: 'tea' })
  await expect(drain).toContainText('nothing listens there. It is tried again.')
  await expect(drain.locator('dd').nth(2)).not.toHaveText('0')
  await picture(page, 'drain-broken')
  await isSound(page)
})
