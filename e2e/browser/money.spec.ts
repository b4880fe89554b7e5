import { expect } from '@playwright/test'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { openGallery } from '../support/gallery.ts'

test.use({ trace: 'off' })

test('BL2 BL11 BL18 BL19 every dyno has its price before and after, an outage has its cost, and the month is an invoice', async ({ page, stage, troubles }) => {
  test.setTimeout(300_000)
  const gallery = openGallery('money')
  await deployedSample(stage.host(), 'shop', 'node')
  const client = await connectClient(stage.host())
  await stage.enter(page)
  await page.getByTestId('app-shop').click()

  // The price stands on the button, and the meter goes faster after it.
  await showView(page, 'Overview')
  await page.getByTestId('scale-web').getByRole('button', { name: 'One web dyno more' }).click()
  await expect(page.getByTestId('scale-web-apply')).toContainText('+$25.00/mo')
  await page.getByTestId('scale-web-apply').click()
  await expect(page.getByTestId('month-price')).toContainText('$50.00/mo')
  await expect(page.getByTestId('meter')).toContainText(/^\$0\.\d{4}this month$/)

  await client.call('traffic:start', { app: 'shop', plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
  await client.call('faults:start', { kind: 'refuse', target: { kind: 'type', app: 'shop', type: 'web' }, seconds: 5 })

  await page.getByTestId('meter').click()
  await expect(page.getByRole('heading', { name: 'Money' })).toBeVisible()
  const now = page.getByTestId('money-now')
  const before = await now.textContent()
  await expect(now).not.toHaveText(before ?? '', { timeout: 60_000 })
  await expect(page.getByTestId('invoice')).toContainText('2 web dynos ran')
  const outages = page.getByRole('region', { name: 'Outages' })
  await expect(outages).toContainText('during a fault', { timeout: 60_000 })
  await expect(outages.getByRole('row').nth(1)).toContainText(/[1-9]\d* of [1-9]\d* H\d\d/, { timeout: 60_000 })
  await client.call('traffic:stop', { app: 'shop' })
  await gallery.picture(page, '1-month-so-far')

  // Another size, from the same journal.
  const form = page.getByRole('region', { name: 'What would it have cost?' })
  await form.getByLabel('Size').selectOption({ label: 'Performance-M' })
  await form.getByRole('button', { name: 'Count it' }).click()
  await expect(page.getByTestId('what-if-answer')).toContainText(/\$0\.\d+ instead of \$0\.\d+, \$0\.\d+ more/)

  // A wrong price is refused with its line, and nothing typed is lost; a good one is in force at once.
  await page.getByRole('button', { name: 'Change the prices' }).click()
  const book = page.getByTestId('price-book-text')
  const text = await book.inputValue()
  await book.fill(text.replaceAll('standard-1x: { month: 25,', 'standard-1x: { month: lots,'))
  await expect(page.getByTestId('price-book-problems')).toContainText(/Line \d+eras\.classic\.dynos\.standard-1x\.month has to be a number, and is "lots"/)
  await expect(page.getByRole('button', { name: 'Put in force from now on' })).toBeDisabled()
  await gallery.picture(page, '2-wrong-price')
  await book.fill(text.replaceAll('standard-1x: { month: 25,', 'standard-1x: { month: 30,').replace('currency: USD', 'currency: EUR').replace('title: Heroku list prices', 'title: Prices of our course'))
  await page.getByRole('button', { name: 'Put in force from now on' }).click()
  await expect(page.getByText('“Prices of our course”, version 1, in EUR')).toBeVisible()
  await expect(page.getByTestId('meter')).toContainText('€')

  await page.getByTestId('budget-amount').fill('40')
  await page.getByRole('button', { name: 'Set the budget' }).click()
  await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('€40.00')
  await gallery.picture(page, '3-own-prices')

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV', exact: true }).click()])
  const csv = readFileSync(await download.path(), 'utf8').split('\r\n')
  expect(csv[0]).toMatch(/^month,app,kind,type,size,/)
  expect(csv.filter((row) => row.includes(',shop,formation,web,standard-1x,'))).toHaveLength(2)

  const pdf = join(stage.work, 'invoice.pdf')
  await page.pdf({ path: pdf, format: 'A4' })
  expect(statSync(pdf).size).toBeGreaterThan(10_000)
  client.close()
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})
