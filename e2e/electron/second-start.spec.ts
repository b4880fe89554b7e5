import { expect } from '@playwright/test'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type Desktop } from '../support/desktop.ts'

test('a second start leads the first to where it wanted to go, and ends', async ({ desktop }) => {
  const page = desktop.page()
  const heading = page.getByRole('heading', { level: 1 })
  await desktop.api()('POST', '/apps', { name: 'shop' })

  await startAgain(desktop, 'dynarium://app/shop/releases')
  await expect(page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: 'Releases', exact: true })).toHaveAttribute('aria-current', 'page')
  await startAgain(desktop, 'dynarium://app/shop/kitchen')
  await expect(page.getByText('There is no view called kitchen')).toBeVisible()
  await startAgain(desktop, 'dynarium://doctor')
  await expect(page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name: 'Doctor', exact: true })).toHaveAttribute('aria-current', 'page')
  await startAgain(desktop, 'dynarium://app/nobody')
  await expect(page.getByText('There is no app called nobody.')).toBeVisible()
  await startAgain(desktop, 'dynarium://apps:destroy/shop')
  await expect(page.getByText('neither a folder nor an address it knows')).toBeVisible()

  const folder = join(desktop.work, 'site')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), '<h1>Hello</h1>')
  writeFileSync(join(folder, 'static.json'), '{"root": "."}')
  await startAgain(desktop, folder)
  const offer = page.getByTestId('folder-offer')
  await expect(offer).toContainText(folder)
  expect(await desktop.api()<unknown[]>('GET', '/apps'), 'an offer deploys nothing').toHaveLength(1)
  await offer.getByRole('button', { name: 'Deploy to a new app', exact: true }).click()
  await expect(page.getByTestId('build-output')).toContainText('Static', { timeout: 60_000 })
  await expect(offer).toHaveCount(0)
  await expect(heading).toBeVisible()
  expect(desktop.troubles).toEqual([])
})

/** As the desktop does when a link is followed; resolves when the second start has ended. */
async function startAgain(desktop: Desktop, place: string): Promise<void> {
  const program = await desktop.app().evaluate(() => process.execPath)
  await new Promise<void>((resolve, reject) => {
    execFile(program, [...desktop.commandLine(), place], { timeout: 60_000 }, (error) => (error === null ? resolve() : reject(error)))
  })
}
