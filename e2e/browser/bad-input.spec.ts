import { expect, type Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { showView, test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'
import { platformApi } from '../support/platform-api.ts'

const pem = '-----BEGIN KEY-----\nzeile mit ü 漢字 🚀\n\tindented\n-----END KEY-----'

test('what can not be is answered in place, in words, and nothing typed is lost', async ({ page, stage, troubles }) => {
  const api = platformApi(stage.host().url, stage.host().token)
  await deployedSample(stage.host(), 'mistakes', 'static')
  await stage.enter(page)

  await test.step('names of apps', async () => {
    const name = page.getByLabel(/^App name/)
    for (const [typed, words] of [['Ab', 'must start with a letter'], ['x'.repeat(40), '3 to 30'], ['mistakes', 'already taken'], ['ünï', 'Try "uni"']] as const) {
      await name.fill(typed)
      await page.getByRole('button', { name: 'Create app', exact: true }).click()
      await expect(page.getByRole('alert')).toContainText(words)
      await expect(name).toHaveValue(typed)
    }
    await name.fill('twice')
    await expect(page.getByRole('alert')).toHaveCount(0)
    await page.getByRole('button', { name: 'Create app', exact: true }).dblclick()
    await expect(page.getByRole('heading', { level: 1, name: 'twice', exact: true })).toBeVisible()
    expect((await api<{ name: string }[]>('GET', '/apps')).map((app) => app.name)).toEqual(['mistakes', 'twice'])
  })

  await test.step('a folder with no language in it, and one with nothing at all', async () => {
    const folder = join(stage.work, 'no-language')
    mkdirSync(join(folder, 'docs'), { recursive: true })
    writeFileSync(join(folder, 'docs', 'notes.txt'), 'nothing to build here\n')
    await page.locator('input[type=file]').setInputFiles(folder)
    await expect(page.getByTestId('lane-detect')).toHaveAttribute('data-state', 'failed', { timeout: 60_000 })
    await expect(page.getByRole('alert')).toContainText('No default language could be detected')
    await expect(page.getByRole('table')).toContainText('Not in the root: package.json')
    mkdirSync(join(stage.work, 'hidden', '.git'), { recursive: true })
    writeFileSync(join(stage.work, 'hidden', '.git', 'config'), '')
    await page.locator('input[type=file]').setInputFiles(join(stage.work, 'hidden'))
    await expect(page.getByRole('alert').filter({ hasText: 'The source has no files' })).toBeVisible()
  })

  await page.getByLabel('App', { exact: true }).selectOption('mistakes')
  await test.step('config vars', async () => {
    await showView(page, 'Config')
    const [key, value] = [page.getByLabel('Name', { exact: true }), page.getByLabel('Value', { exact: true })]
    for (const [typed, words] of [['PORT', 'platform sets this one'], ['1A', 'Letters, digits'], ['__A', 'Letters, digits'], ['A B', 'Letters, digits']] as const) {
      await key.fill(typed)
      await expect(page.getByRole('alert')).toContainText(words)
      await expect(page.getByRole('button', { name: 'Set and restart', exact: true })).toBeDisabled()
    }
    await key.fill('BIG')
    await value.fill('y'.repeat(40_000))
    await expect(page.getByRole('alert')).toContainText('32 KB')
    await key.fill('PEM')
    await value.fill(pem)
    await value.press('Enter')
    await expect(page.getByTestId('config-PEM')).toBeVisible()
    await expect(value).toHaveValue('')
    await page.getByRole('button', { name: 'Edit PEM', exact: true }).click()
    await expect(page.getByLabel('Value of PEM', { exact: true })).toHaveValue(pem)
    await page.keyboard.press('Escape')
    expect(await api('GET', '/apps/mistakes/config-vars')).toEqual({ PEM: pem })
  })

  await test.step('scales', async () => {
    await showView(page, 'Overview')
    const quantity = page.getByTestId('scale-web-quantity')
    for (const typed of ['101', '999999999']) {
      await quantity.fill(typed)
      await page.getByTestId('scale-web-apply').click()
      await expect(page.getByRole('alert')).toContainText(`Cannot scale web to ${typed}: Standard-1X allows at most 100`)
      await expect(page.getByRole('alert')).toContainText('Choose at most 100.')
      await expect(quantity).toHaveValue(typed)
      await page.getByRole('button', { name: 'Reset', exact: true }).click()
      await expect(page.getByRole('alert')).toHaveCount(0)
    }
    await quantity.fill('many')
    await expect(page.getByTestId('scale-web-apply')).toHaveCount(0)
    await quantity.blur()
    await expect(quantity).toHaveValue('1')
    await page.getByLabel('Size of web dynos', { exact: true }).selectOption('basic')
    await quantity.fill('2')
    for (let times = 0; times < 5; times++) await quantity.press('Enter')
    await expect(page.getByRole('alert')).toContainText('Choose at most 1, or Standard-1X or larger')
  })

  await test.step('releases without code can not be gone back to', async () => {
    await showView(page, 'Releases')
    await expect(page.getByTestId('release-v1')).toContainText('no slug')
    await expect(page.getByTestId('release-v1').getByRole('button', { name: /^Roll back/ })).toHaveCount(0)
  })

  await test.step('settings', async () => {
    await showView(page, 'Settings')
    await refuses(page, 'Host name', 'Add domain', 'http://a.b', 'is not a host name that can be routed')
    await refuses(page, 'Host name', 'Add domain', `${'a'.repeat(260)}.test`, 'longer than 253 characters')
    await page.getByLabel('Host name', { exact: true }).fill('')
    await refuses(page, 'Buildpack', 'Add buildpack', 'heroku/cobol', 'the built-in ones are')
    await page.getByLabel('Buildpack', { exact: true }).fill('')
    await refuses(page, 'Name', 'Rename', 'twice', 'already taken')
    await page.getByLabel('Name', { exact: true }).fill('mistakes')
    await page.getByRole('button', { name: 'Destroy app', exact: true }).click()
    const confirmation = page.getByLabel('Type mistakes to confirm', { exact: true })
    await confirmation.fill('mistake')
    await confirmation.press('Enter')
    await expect(page.getByRole('button', { name: 'Destroy mistakes', exact: true })).toBeDisabled()
    await confirmation.press('Escape')
    await expect(page.getByRole('button', { name: 'Destroy app', exact: true })).toBeFocused()
  })
  expect((await api<{ name: string }[]>('GET', '/apps')).map((app) => app.name)).toEqual(['mistakes', 'twice'])
  expect(troubles).toEqual([])
})

test('a wrong token is said to be wrong, and the right address lets in', async ({ page, stage, troubles }) => {
  const { url, token } = stage.host()
  await page.goto(`${url}#token=wrong`)
  await expect(page.getByRole('alert')).toContainText('That token was not accepted')
  await page.getByLabel('Token', { exact: true }).fill('also wrong')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByLabel('Token', { exact: true }).press('Enter')
  await expect(page.getByRole('alert')).toContainText('That token was not accepted')
  await page.goto(`${url}#token=${token}`)
  await expect(page.getByRole('navigation', { name: 'Views', exact: true })).toBeVisible()
  expect(page.url()).not.toContain(token)
  expect(troubles).toEqual([])
})

async function refuses(page: Page, field: string, button: string, typed: string, words: string): Promise<void> {
  await page.getByLabel(field, { exact: true }).fill(typed)
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('alert')).toContainText(words)
  await expect(page.getByLabel(field, { exact: true })).toHaveValue(typed)
}
