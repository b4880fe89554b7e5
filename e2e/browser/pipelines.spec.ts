import { expect, type Page } from '@playwright/test'
import { join } from 'node:path'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { openGallery } from '../support/gallery.ts'
import { sampleRepository, type Repository } from '../support/repository.ts'

test.use({ trace: 'off' })

/** A server of one line, and a release command that fails where WRECK is set. */
function writeShop(repository: Repository, version: string): void {
  repository.write('package.json', '{ "name": "shop", "private": true, "engines": { "node": "*" } }\n')
  repository.write('package-lock.json', '{ "name": "shop", "lockfileVersion": 3, "packages": { "": { "name": "shop" } } }\n')
  repository.write('server.js', `require('node:http').createServer((req, res) => res.end('${version}')).listen(process.env.PORT)\n`)
  repository.write('Procfile', 'web: node server.js\nrelease: test -z "$WRECK"\n')
}

const card = (page: Page, app: string) => page.getByTestId(`card-${app}`)
const sheet = (page: Page, name: RegExp | string) => page.getByRole('form', { name })

test('PL5 PL6 PL9 PL10 PL12 a release goes from staging to production by a click, and a branch gets its review app', async ({ page, stage, troubles }) => {
  test.setTimeout(420_000)
  const gallery = openGallery('pipelines')
  const client = await connectClient(stage.host())
  const repository = await sampleRepository(join(stage.work, 'shop'), 'node')
  await stage.enter(page)
  await showView(page, 'Pipelines')
  await expect(page.getByText('No pipeline yet')).toBeVisible()
  await gallery.picture(page, '1-none')

  for (const name of ['shop-dev', 'shop-staging', 'shop-prod', 'shop-admin']) await client.call('apps:create', { name })
  await page.getByLabel('Name', { exact: true }).fill('shop')
  await page.getByLabel('First app').selectOption({ label: 'shop-staging' })
  await expect(page.getByLabel('Stage', { exact: true })).toHaveValue('staging')
  await page.getByRole('button', { name: 'Create pipeline', exact: true }).click()
  await expect(card(page, 'shop-staging')).toContainText('nothing deployed')
  for (const [app, at] of [['shop-prod', 'production'], ['shop-dev', 'development'], ['shop-admin', 'production']] as const) {
    await page.getByRole('button', { name: 'Add an app to staging', exact: true }).click()
    await page.locator('main').getByLabel('App', { exact: true }).selectOption({ label: app })
    await page.getByRole('button', { name: `Add ${app} as ${at}`, exact: true }).click()
    await expect(card(page, app)).toBeVisible()
  }

  await client.call('config:set', { app: 'shop-staging', vars: { DATABASE_URL: 'postgres://staging', GREETING: 'hello', NEW_FLAG: 'on', PLAN: 'a' } })
  await client.call('config:set', { app: 'shop-prod', vars: { DATABASE_URL: 'postgres://production', GREETING: 'hello', PLAN: 'b' } })
  await client.call('config:set', { app: 'shop-admin', vars: { DATABASE_URL: 'postgres://production', GREETING: 'hello', WRECK: '1' } })
  await client.call('config:set', { app: 'shop-dev', vars: { GREETING: 'hello', PLAN: 'a' } })
  writeShop(repository, 'one')
  await repository.commit('Sell tea')
  const pushed = await repository.push(stage.remote('shop-staging'))
  expect(pushed.ok, pushed.output).toBe(true)
  await expect(card(page, 'shop-staging')).toContainText('1 dyno up')
  await page.getByRole('button', { name: 'Promote shop-staging', exact: true }).click()
  await expect(sheet(page, /^Promote shop-staging/)).toContainText('shop-prod has nothing deployed yet.')
  await expect(sheet(page, /^Promote shop-staging/)).toContainText('NEW_FLAG')
  await expect(page.locator('body')).not.toContainText('postgres://')
  await gallery.picture(page, '2-first-promotion')
  await page.getByLabel('To', { exact: true }).selectOption({ label: 'only shop-prod, production' })
  await page.getByRole('button', { name: 'Promote to shop-prod · +$25.00/mo', exact: true }).click()
  await expect(page.getByTestId('target-shop-prod')).toContainText('succeeded')
  await expect(card(page, 'shop-prod')).toContainText('Promote shop-staging v4')
  await expect(card(page, 'shop-prod')).toContainText('1 dyno up')

  for (const [version, subject] of [['two', 'Sell green tea'], ['three', 'Sell it by the cup'], ['four', 'Say where the tea is from']] as const) {
    writeShop(repository, version)
    await repository.commit(subject)
  }
  expect((await repository.push(stage.remote('shop-staging'))).ok).toBe(true)
  await page.getByRole('button', { name: 'Promote shop-staging', exact: true }).click()
  await expect(page.getByLabel('What shop-prod gets')).toContainText('3 commits that shop-prod has not:')
  await expect(page.getByLabel('What shop-prod gets')).toContainText('Say where the tea is from')
  await gallery.pictureInEveryLook(page, '3-what-would-ship')
  await page.getByRole('button', { name: 'Promote to shop-admin, shop-prod · +$25.00/mo', exact: true }).click()
  // One target fails its release command; the other goes on.
  await expect(page.getByTestId('target-shop-prod').first()).toContainText('succeeded')
  await expect(page.getByTestId('target-shop-admin').first()).toContainText('release command ended with status 1')
  await expect(card(page, 'shop-prod')).toContainText('1 dyno up')
  await gallery.picture(page, '4-one-target-failed')

  await page.getByRole('switch', { name: 'Only what differs' }).click()
  await expect(page.getByRole('region', { name: 'Config vars by stage' }).or(page.locator('section[aria-labelledby="config-compared"]')).getByText('GREETING')).toHaveCount(0)

  repository.write('app.json', JSON.stringify({
    name: 'Shop', env: { GREETING: 'from review', SESSION_SECRET: { generator: 'secret' } }, addons: ['sendgrid:starter', 'scheduler'],
    scripts: { 'postdeploy': 'echo seeding', 'pr-predestroy': 'echo leaving' }, formation: { web: { quantity: 2, size: 'standard-1x' } },
  }, null, 2))
  await repository.commit('Describe the app')
  expect((await repository.push(stage.remote('shop-dev'), 'HEAD:refs/heads/green-tea')).output).toContain('reviewapps:create -b green-tea -p shop')
  repository.write('app.json', '{\n  "env": { "PORT": "1" }\n}\n')
  await repository.commit('Break it')
  expect((await repository.push(stage.remote('shop-dev'), 'HEAD:refs/heads/zz-broken')).ok).toBe(true)
  await page.getByRole('button', { name: 'Create a review app', exact: true }).click()
  await page.getByLabel('Branch', { exact: true }).selectOption({ label: 'zz-broken of shop-dev' })
  await expect(page.getByRole('alert')).toContainText('app.json line 2: env.PORT is set by the platform.')
  await page.getByLabel('Branch', { exact: true }).selectOption({ label: 'green-tea of shop-dev' })
  await expect(sheet(page, 'Create a review app')).toContainText('made up, secret')
  await gallery.picture(page, '5-review-app')
  await page.getByRole('button', { name: /^Create review app · \+\$50/ }).click()
  await expect(page.getByTestId('review-green-tea')).toContainText('created, 2 dynos up', { timeout: 60_000 })
  await page.getByTestId('review-green-tea').getByText('1 note on app.json').click()
  await expect(page.getByTestId('review-green-tea')).toContainText('It is not offered here')
  await gallery.pictureInEveryLook(page, '6-board')

  await page.getByRole('button', { name: /^Destroy shop-green-tea/ }).click()
  await gallery.picture(page, '7-destroy-review')
  await page.getByRole('button', { name: /^Destroy shop-green-tea/ }).last().click()
  await expect(page.getByTestId('review-green-tea')).toHaveCount(0, { timeout: 60_000 })
  await page.getByRole('heading', { name: 'Settings of shop' }).scrollIntoViewIfNeeded()
  await gallery.picture(page, '8-settings')
  client.close()
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})
