import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { join } from 'node:path'
import { test } from '../support/browser.ts'
import { deployedSample } from '../support/deployed.ts'
import { openGallery } from '../support/gallery.ts'
import { platformApi } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'

test.use({ trace: 'off' })

test('is the very dyno, follows the size, and says its exit status or that it ended with the dyno (DY32)', async ({ page, stage, troubles }) => {
  const gallery = openGallery('shell-inside')
  await stage.enter(page)
  await deployedSample(stage.host(), 'tea', 'node')
  await page.getByTestId('app-tea').click()
  await page.getByTestId('dyno-web.1').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector', exact: true })
  await expect(inspector.getByText('heroku ps:exec --dyno web.1 -a tea')).toBeVisible()
  await inspector.getByRole('button', { name: 'Open a shell in this dyno', exact: true }).click()
  const panel = page.getByRole('tabpanel', { name: /^bash in web\.1/ })
  const heard = panel.locator('.xterm-accessibility-tree')
  await expect(panel.getByText('inside web.1', { exact: true })).toBeVisible()
  await expect(panel.getByText('running', { exact: true })).toBeVisible()
  await expect(panel.getByRole('textbox', { name: 'Terminal inside web.1' })).toBeFocused()
  // What is typed before the prompt is shown twice, as in any terminal.
  await expect(heard).toContainText(/[#$]/)
  // The program of the dyno listens on the port that the shell finds in its environment.
  await page.keyboard.type('echo "I am $DYNO"; (exec 3<>/dev/tcp/127.0.0.1/$PORT) && echo "at home: $((6 * 7))"\n')
  await expect(heard).toContainText('I am web.1')
  await expect(heard).toContainText('at home: 42')
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])
  await gallery.pictureInEveryLook(page, 'running')

  const rows = heard.getByRole('listitem')
  const before = await rows.count()
  const splitter = page.getByRole('separator', { name: 'Height of the terminal' })
  await splitter.focus()
  for (let step = 0; step < 4; step++) await splitter.press('ArrowUp')
  await expect.poll(() => rows.count()).toBeGreaterThan(before)
  await panel.locator('textarea').focus()
  await page.keyboard.type('set -- $(stty size); echo "of $1 rows"\n')
  await expect.poll(async () => ((await heard.textContent()) ?? '').includes(`of ${await rows.count()} rows`)).toBe(true)

  await page.keyboard.type('exit 3\n')
  await expect(panel.getByText('exited with status 3', { exact: true })).toBeVisible()
  await gallery.picture(page, 'exited')
  await expect(page.getByTestId('dyno-web.1')).toBeVisible()

  await panel.getByRole('button', { name: 'Run again', exact: true }).click()
  await expect(panel.getByText('running', { exact: true })).toBeVisible()
  await inspector.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(panel.getByText('ended with web.1', { exact: true })).toBeVisible()
  await gallery.picture(page, 'ended-with-dyno')
  await page.getByRole('tab', { name: 'Console', exact: true }).click()
  await expect(page.getByRole('log', { name: 'Console output', exact: true })).toContainText('you clicked: heroku ps:exec --dyno web.1 -a tea')
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})

test('comes by ps:exec too; where there is no dyno, or one that is not up, it is said why not (DY32)', async ({ page, stage, troubles }) => {
  const gallery = openGallery('shell-refused')
  await stage.enter(page)
  await deployedSample(stage.host(), 'tea', 'node')
  await page.getByTestId('app-tea').click()
  await page.keyboard.press('Control+`')
  const line = page.getByRole('textbox', { name: /^Heroku command/ })
  await line.fill('ps:exec "echo I am $DYNO; exit 4"')
  await line.press('Enter')
  const panel = page.getByRole('tabpanel', { name: /in web\.1/ })
  await expect(panel.locator('.xterm-accessibility-tree')).toContainText('I am web.1')
  await expect(panel.getByText('exited with status 4', { exact: true })).toBeVisible()
  await page.getByRole('tab', { name: 'Console', exact: true }).click()
  await line.fill('ps:exec --dyno web.9')
  await line.press('Enter')
  await expect(page.getByRole('tabpanel', { name: /in web\.9/ }).getByRole('alert')).toContainText("Couldn't find that dyno: web.9.")
  await gallery.picture(page, 'no-such-dyno')

  await platformApi(stage.host().url, stage.host().token)('POST', '/apps', { name: 'mute' })
  const repository = await sampleRepository(join(stage.work, 'mute'), 'node')
  repository.write('web.js', 'setInterval(() => {}, 1000)\n')
  await repository.commit('Listen to nobody')
  expect((await repository.push(stage.remote('mute'))).ok).toBe(true)
  await page.getByLabel('App', { exact: true }).selectOption('mute')
  await page.getByTestId('dyno-web.1').click()
  const opener = page.getByRole('button', { name: 'Open a shell in this dyno', exact: true })
  await expect(opener).toBeDisabled()
  await expect(opener).toHaveAccessibleDescription(/^web\.1 (is starting: wait until it is up|has crashed: there is nothing to go into until it is up again)\.$/)
  await gallery.picture(page, 'not-up')
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})
