import { expect } from '@playwright/test'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from '../support/browser.ts'
import { dropFolder } from '../support/drop-folder.ts'
import { visit } from '../support/visit.ts'

const samples = resolve(import.meta.dirname, '../../resources/samples')

test('one press deploys a sample to a new app', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await page.getByRole('button', { name: 'Deploy Node.js', exact: true }).click()
  await expect(page.getByTestId('build-output')).toContainText('Node.js app detected', { timeout: 60_000 })
  await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })
  const app = (await page.title()).replace(' · Dynarium', '')
  expect(app).toMatch(/^[a-z]+-[a-z]+-\d+$/)
  expect((await visit(stage.host().routerPort, app)).text).toContain('web.1')
  expect(troubles).toEqual([])
})

test('a folder dropped on the window becomes an app, and the next drop its next release', async ({ page, stage, troubles }) => {
  const folder = join(stage.work, 'my-site')
  cpSync(join(samples, 'static'), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules', 'left-out'), { recursive: true })
  writeFileSync(join(folder, 'node_modules', 'left-out', 'index.js'), '')
  await stage.enter(page)
  await dropFolder(page, folder)
  await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })
  const app = (await page.title()).replace(' · Dynarium', '')
  expect((await visit(stage.host().routerPort, app)).status).toBe(200)
  await dropFolder(page, folder)
  await expect(page.getByTestId('lane-release')).toContainText('v4', { timeout: 60_000 })
  await expect(page.getByRole('list', { name: 'Builds', exact: true }).getByRole('listitem')).toHaveCount(2)
  expect(troubles).toEqual([])
})
