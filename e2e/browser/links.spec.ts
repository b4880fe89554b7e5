import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { showView, test } from '../support/browser.ts'
import { linkedApp } from '../support/linked-app.ts'

test('a link between a dyno and a service: what passes is counted on the page, both ways, and it is a target on the map (WI11)', async ({ page, stage, troubles }) => {
  const linked = await linkedApp(stage, 'tea', 'redis')
  await stage.enter(page)
  await page.getByTestId('app-tea').click()
  await showView(page, 'Faults')
  const map = page.getByTestId('fault-map')
  await expect(map.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  const row = page.getByTestId('link-row-redis')
  await expect(row).toContainText('0 so far')
  for (const count of [1, 2, 3]) {
    await map.getByTestId('visit-send').click()
    await expect(row).toContainText(`${count} so far`)
  }
  await expect(row.getByRole('cell').nth(1)).toContainText('2.9 KB')
  await expect(row.getByRole('cell').nth(2)).toContainText('8.8 KB')

  // Aimed at with the keyboard alone; every answer then takes longer.
  await page.getByRole('searchbox', { name: 'Search faults', exact: true }).fill('latency')
  await page.getByTestId('fault-latency').click()
  const link = map.getByTestId('link-redis')
  await map.getByTestId('map-router').focus()
  await page.keyboard.press('End')
  await expect(link).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(link).toHaveAttribute('data-blast', 'true')
  await expect(page.getByTestId('blast')).toContainText('Every connection through the link redis')
  await expect(page.getByText('heroku faults:start latency --proxy redis --seconds 60')).toBeVisible()
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  await page.getByTestId('knob-latencyMs').fill('700')
  await page.getByTestId('fault-start').click()
  await expect(link).toHaveAttribute('data-fault', 'true')
  await expect(row).toContainText('latency')
  await map.getByTestId('visit-send').click()
  await expect(row).toContainText('4 so far')
  await expect(map.getByText(/^200 in ([7-9]\d\d ms|[1-9][\d.]* s)$/)).toBeVisible()
  await page.keyboard.press('Control+.')
  await expect(row).toContainText('nothing')
  linked.close()
  expect(troubles).toEqual([])
})
