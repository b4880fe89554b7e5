import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cliFile } from '../../electron/headless/terminal/cli-package.ts'
import { test } from '../support/browser.ts'
import { openGallery } from '../support/gallery.ts'
import { runCommand } from '../support/palette.ts'
import { platformApi } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'

test.use({ trace: 'off' })

test('opens by keyboard with heroku and git set up, pushes, is found again by a new page, and asks before it goes (WS1, WS4, WS5)', async ({ page, stage, troubles }) => {
  const gallery = openGallery('own-shell')
  await stage.enter(page)
  const api = platformApi(stage.host().url, stage.host().token)
  await api('POST', '/apps', { name: 'tea' })
  const repository = await sampleRepository(join(stage.work, 'tea'), 'node')
  await runCommand(page, 'shell with the heroku cli')
  const panel = page.getByRole('tabpanel', { name: /on this machine/ })
  const heard = panel.locator('.xterm-accessibility-tree')
  await expect(panel.getByText('running', { exact: true })).toBeVisible()
  await expect(heard).toContainText('heroku and git in this shell speak to this Dynarium.')
  await expect(panel.getByRole('textbox', { name: /^Terminal of your / })).toBeFocused()
  await expect(heard).toContainText(/[#$%>]/)
  await page.keyboard.type('clear; type heroku; echo "host=$HEROKU_HOST key=${#HEROKU_API_KEY}"; git config --get-regexp "http.*sslCAInfo" | wc -l\n')
  await expect(heard).toContainText(join(stage.work, 'data', 'shell', 'bin', 'heroku'))
  await expect(heard).toContainText(`host=${stage.host().url} key=40`)
  await gallery.pictureInEveryLook(page, 'running')
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])

  await page.keyboard.type(`clear; cd ${repository.folder}; git push ${stage.host().url.replace('http:', 'https:')}/tea.git HEAD:main; echo "pushed $?"\n`)
  await expect(heard).toContainText('pushed 0', { timeout: 60_000 })
  expect(await api('GET', '/apps/tea/releases')).toContainEqual(expect.objectContaining({ description: expect.stringMatching(/^Deploy / ) }))
  await gallery.picture(page, 'pushed')

  await page.keyboard.type('clear; kept=still-here\n')
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+`')
  await page.getByRole('tab', { name: /on this machine/ }).click()
  await expect(heard).toContainText('attached again')
  await panel.locator('textarea').focus()
  await page.keyboard.type('echo "$kept"; set -- $(stty size); echo "of $1 rows"\n')
  await expect(heard).toContainText('still-here')
  const rows = heard.getByRole('listitem')
  await expect.poll(async () => ((await heard.textContent()) ?? '').includes(`of ${await rows.count()} rows`)).toBe(true)
  if (existsSync(cliFile())) {
    await page.keyboard.type('heroku apps\n')
    await expect(heard).toContainText(/=== .* Apps/, { timeout: 60_000 })
  }
  await panel.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(panel.getByText('It is hung up on, with what runs in it')).toBeVisible()
  await gallery.picture(page, 'asks')
  await panel.getByRole('button', { name: 'Cancel', exact: true }).click()
  await panel.locator('textarea').focus()
  await page.keyboard.type('exit 3\n')
  await expect(panel.getByText('exited with status 3', { exact: true })).toBeVisible()
  await gallery.picture(page, 'exited')
  await gallery.pictureAt960(page, 'exited')
  expect(gallery.faults).toEqual([])
  expect(troubles).toEqual([])
})
