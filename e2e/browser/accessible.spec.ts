import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import type { Client } from '../../shared/protocol/client.ts'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { openGallery, type Gallery } from '../support/gallery.ts'

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

const servicePages = ['Add-ons', 'Postgres', 'Redis', 'Mail', 'Scheduler'] as const
const addOns = [['heroku-postgresql:premium-0', 'tea-books'], ['heroku-redis:premium-0', 'tea-memory'], ['mail-catcher', 'tea-mail'], ['scheduler', 'tea-clock'], ['papertrail:choklad', 'tea-lines'], ['metrics', 'tea-numbers']] as const
const partsOfPostgres = ['Servers', 'Failover', 'Query', 'Connections', 'Backups', 'Followers', 'Credentials'] as const

test('nor has a page of add-ons, before there is one and with real ones', async ({ page, stage, troubles }) => {
  test.setTimeout(600_000)
  const gallery = openGallery('accessible')
  const found: string[] = []
  const look = async (place: string): Promise<void> => void found.push(...(await pictured(page, gallery, place)))
  await stage.enter(page)
  for (const view of servicePages) {
    await showView(page, view)
    await look(`${view}, none yet`)
  }
  await deployedSample(stage.host(), 'tea', 'node')
  const client = await connectClient(stage.host())
  await openApp(page, 'tea')
  await showView(page, 'Log search')
  await look('Log search, none yet')
  for (const [service, name] of addOns) await client.call('addons:create', { app: 'tea', service, name })

  await expect(page.getByTestId('query')).toBeVisible({ timeout: 60_000 })
  await client.call('ps:restart', { app: 'tea' })
  await page.getByTestId('query').fill('tea OR dyno OR web')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByTestId('found').locator('.log-line').first()).toBeVisible()
  await look('Log search')

  await showView(page, 'Add-ons')
  const database = page.getByTestId('addon-tea-books')
  await expect(database).toContainText('created', { timeout: 120_000 })
  await look('Add-ons')
  await database.getByRole('button', { expanded: false }).click()
  await look('Add-ons, one open')

  await showView(page, 'Postgres')
  await expect(page.getByText('takes over when the primary is lost')).toBeVisible({ timeout: 120_000 })
  for (const name of partsOfPostgres) {
    await part(page, name).click()
    if (name === 'Query') await ask(page, 'SELECT n, md5(n::text) FROM generate_series(1, 5) AS n')
    if (name === 'Backups') await takeBackup(page)
    await look(`Postgres, ${name}`)
  }

  await showView(page, 'Redis')
  await page.getByLabel('Command', { exact: true }).fill('SET greeting hello')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'What was said' })).toContainText('"OK"')
  await page.getByRole('button', { name: /^Look/ }).click()
  await page.getByRole('button', { name: /^greeting/ }).click()
  await look('Redis')

  await sendMail(client)
  await showView(page, 'Mail')
  await expect(page.frameLocator('iframe').getByRole('heading')).toBeVisible()
  await look('Mail')

  await client.call('scheduler:add', { app: 'tea', command: 'node -e "process.exit(3)"', schedule: { kind: 'daily', hour: 4, minute: 30 } })
  await showView(page, 'Scheduler')
  await page.getByTestId('job-1').getByRole('button', { name: 'Run now' }).click()
  await expect(page.getByTestId('job-1')).toContainText('failed with 3', { timeout: 60_000 })
  await look('Scheduler')

  await openApp(page, 'tea')
  await showView(page, 'Map')
  await page.getByTestId('addon-mark-tea-books').click()
  await look('Map with add-ons')
  client.close()
  expect(found).toEqual([])
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})

const part = (page: Page, name: string) => page.getByRole('group', { name: 'Part of the database' }).getByRole('button', { name, exact: true })
const openApp = (page: Page, app: string): Promise<unknown> => page.getByLabel('App', { exact: true }).selectOption(app)

async function ask(page: Page, sql: string): Promise<void> {
  await page.getByLabel('SQL', { exact: true }).fill(sql)
  await page.getByRole('button', { name: 'Run it' }).click()
  await expect(page.getByRole('region', { name: 'Answer' }).getByRole('row').nth(5)).toBeVisible()
}

async function takeBackup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take one now' }).click()
  await expect(page.getByTestId('backup-b001')).toContainText('done', { timeout: 60_000 })
}

async function sendMail(client: Client): Promise<void> {
  const vars = (await client.call('addons:config', { addOn: 'tea-mail' }))['default'] ?? {}
  const transport = createTransport({ host: vars['MAIL_CATCHER_SMTP_SERVER'], port: Number(vars['MAIL_CATCHER_SMTP_PORT']), secure: false, ignoreTLS: true, auth: { user: vars['MAIL_CATCHER_SMTP_LOGIN'] ?? '', pass: vars['MAIL_CATCHER_SMTP_PASSWORD'] ?? '' } })
  await transport.sendMail({ from: 'Tea <shop@example.test>', to: 'ada@example.test', subject: 'Your order', text: 'Your tea is on its way.', html: '<h1>Your tea is on its way</h1>' })
  transport.close()
}

/** In a small window, where things have the least room. */
async function pictured(page: Page, gallery: Gallery, place: string): Promise<string[]> {
  await gallery.pictureAt960(page, place.toLowerCase().replaceAll(/\W+/g, '-'))
  return faults(page, place)
}

/** All rules once; in the other theme what a theme can change. */
async function faults(page: Page, place: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    // Colours that are inherited would change level by level, a frame each, and be faint on bright until then.
    expect(await page.evaluate(() => document.getAnimations().filter((one) => one instanceof CSSTransition).length), place).toBe(0)
    // Legacy: in this page alone, which is twice as fast and enough where there are no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${place}, ${theme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`)))
  }
  return found
}
