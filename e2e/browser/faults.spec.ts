import { expect, type Page } from '@playwright/test'
import { showView, test } from '../support/browser.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'

test('trouble on purpose: aimed on the map, watched, stopped by key; an experiment to its verdict; a router that is switched', async ({ page, stage, troubles }) => {
  test.setTimeout(400_000)
  await stage.enter(page)
  await deployedSample(stage.host(), 'tea', 'node')
  const client = await connectClient(stage.host())
  await client.call('ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 3 }] })
  await client.call('traffic:start', { app: 'tea', plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
  await page.getByTestId('app-tea').click()

  // Aimed by a press on the map: what would be hit is ringed and said, and nothing happens yet.
  await showView(page, 'Faults')
  await page.getByRole('searchbox', { name: 'Search faults', exact: true }).fill('latency')
  await page.getByTestId('fault-latency').click()
  const map = page.getByTestId('fault-map')
  await expect(map.getByTestId('dyno-web.3')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
  await map.getByTestId('dyno-web.2').click()
  await expect(map.getByTestId('dyno-web.2')).toHaveAttribute('data-blast', 'true')
  await expect(map.getByTestId('dyno-web.1')).not.toHaveAttribute('data-blast', 'true')
  await expect(page.getByTestId('blast')).toContainText('1 of 3 web dynos')
  await page.getByTestId('knob-latencyMs').fill('250')
  await expect(page.getByText('heroku faults:start latency --dyno web.2 --latencyMs 250 --seconds 60 -a tea')).toBeVisible()
  await expect(page.getByTestId('lease-latency')).toHaveCount(0)

  // In force: on the map, and counting down at the top of the window, whatever is looked at.
  await page.getByTestId('fault-start').click()
  const lease = page.getByTestId('lease-latency')
  await expect(lease).toContainText('web.2')
  await expect(map.getByTestId('dyno-web.2')).toHaveAttribute('data-fault', 'true')
  await showView(page, 'Logs')
  await expect.poll(() => secondsLeft(page)).toBeGreaterThan(0)
  const first = await secondsLeft(page)
  await expect.poll(() => secondsLeft(page)).toBeLessThan(first)

  // One key ends it all, from within a field too.
  await page.getByRole('searchbox').first().focus()
  await page.keyboard.press('Control+.')
  await expect(page.getByTestId('stopped')).toContainText('Stopped 1 fault')
  await expect(lease).toHaveCount(0)
  await showView(page, 'Faults')
  await page.getByTestId('show-receipts').click()
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toHaveAttribute('data-residue', '0')
  await expect(receipt).toContainText('web.2 of tea')
  await expect(receipt).toContainText('Put back')
  await receipt.getByRole('button', { name: 'Why it ended', exact: true }).click()
  await expect(page.getByTestId('why-root')).toContainText('faults:stop-all')

  // A ready experiment, its waits made short, to its verdict and its report.
  await showView(page, 'Experiments')
  await page.getByTestId('experiment-one-dyno-of-three-is-killed').click()
  const text = page.getByTestId('experiment-text')
  const ready = await text.inputValue()
  await text.fill(`${ready}\nbogus: 1\n`)
  await expect(page.getByTestId('experiment-problems')).toContainText('bogus')
  await expect(page.getByTestId('experiment-run-it')).toBeDisabled()
  await text.fill(ready.replace('seconds: 20', 'seconds: 6').replace('seconds: 5}', 'seconds: 1}'))
  await expect(page.getByTestId('experiment-blast')).toContainText('1 of 3 web dynos')
  await page.getByTestId('experiment-run-it').click()
  await expect(page.getByTestId('lease-experiment')).toBeVisible()
  await expect(page.getByTestId('probe').first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('verdict')).toBeVisible({ timeout: 90_000 })
  await page.getByTestId('report-page').click()
  // It may run no script, so it is not looked into from here.
  await expect(page.getByTestId('report-frame')).toHaveAttribute('srcdoc', /<h1>One dyno of three/)
  await page.getByTestId('report-text').click()
  await expect(page.getByTestId('report-markdown')).toContainText('# One dyno of three')

  // Another strategy, while the app works.
  await showView(page, 'Router')
  await page.getByTestId('strategy-round-robin').click()
  await expect(page.getByTestId('strategy-turns').getByRole('row')).toHaveCount(3)
  await expect(page.getByTestId('strategy-turns')).toContainText('Round robin')
  client.close()
  // The recorder of the trace would like to run in the report, which lets nothing run.
  expect(troubles.filter((text) => !text.includes("Blocked script execution in 'about:srcdoc'"))).toEqual([])
})

async function secondsLeft(page: Page): Promise<number> {
  const [, minutes = '0', seconds = '0'] = /(?:(\d+) m )?(\d+) s\s+left/.exec(await page.getByTestId('lease-latency').innerText()) ?? []
  return Number(minutes) * 60 + Number(seconds)
}
