import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'
import { runCommand } from '../support/palette.ts'

const consoleLine = (page: Page) => page.getByRole('textbox', { name: /^Heroku command/ })
const output = (page: Page) => page.getByRole('log', { name: 'Console output', exact: true })

async function enter(page: Page, line: string): Promise<void> {
  await consoleLine(page).fill(line)
  await consoleLine(page).press('Enter')
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

test('typing moves the picture, and clicking shows the equal command', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await deployedSample(stage.host(), 'tea', 'node')
  await page.getByTestId('app-tea').click()
  await page.keyboard.press('Control+`')
  await expect(consoleLine(page)).toBeFocused()
  await enter(page, 'ps:scale web=2')
  await expect(output(page)).toContainText('Scaling dynos... done, now running web at 2:Standard-1X')
  await expect(page.getByTestId('dyno-web.2')).toBeVisible()
  await runCommand(page, 'restart all')
  await expect(output(page)).toContainText('you clicked: heroku ps:restart -a tea')
  // It waits for the answer, and takes what is typed until then.
  await expect(page.getByRole('dialog', { name: 'Search', exact: true })).toBeHidden()
  await enter(page, 'rollbak v1')
  await expect(output(page)).toContainText('Did you mean rollback?')
  expect(await faults(page)).toEqual([])
  await consoleLine(page).press('Escape')
  await expect(page.getByRole('region', { name: 'Terminal', exact: true })).toBeHidden()
  expect(troubles).toEqual([])
})

test('a shell in a one-off dyno: its size, a reload, its exit status, by keyboard alone', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await deployedSample(stage.host(), 'tea', 'node')
  await page.getByTestId('app-tea').click()
  await page.keyboard.press('Control+`')
  await consoleLine(page).pressSequentially('run bash')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('tabpanel', { name: /^bash/ })
  // A screen reader hears what the terminal shows: so does the test.
  const heard = panel.locator('.xterm-accessibility-tree')
  await expect(panel.getByText(/^up /)).toBeVisible()
  await page.keyboard.type('echo "I am $DYNO"; stty size; echo $((6 * 7))\n')
  await expect(heard).toContainText(/I am run\.\d+/)
  await expect(heard).toContainText('42')
  await page.keyboard.press('F6')
  await expect(page.getByRole('tab', { name: /^bash/ })).toBeFocused()
  expect(await faults(page)).toEqual([])
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+`')
  await page.getByRole('tab', { name: /^bash/ }).click()
  await expect(heard).toContainText('attached again')
  await panel.locator('textarea').focus()
  await page.keyboard.type('echo still; exit 3\n')
  await expect(panel.getByText('exited with status 3')).toBeVisible()
  expect(troubles).toEqual([])
})

test('Doctor says what this machine has', async ({ page, stage, troubles }) => {
  await stage.enter(page)
  await page.getByRole('button', { name: 'Doctor', exact: true }).click()
  const needed = page.getByRole('region', { name: 'Needed', exact: true })
  // Each check has three seconds, and four run at a time: on a busy machine that adds up.
  await expect(needed.getByRole('listitem').first()).toContainText('Git', { timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Check again', exact: true })).toBeEnabled()
  expect(await faults(page)).toEqual([])
  expect(troubles).toEqual([])
})
