import { expect, type Page } from '@playwright/test'
import { chooseInMenu, enginePid, nextWindow, test } from '../support/desktop.ts'
import { answer, catchDialogs, question, questions } from '../support/dialogs.ts'
import { slowLines, slowRepository } from '../support/slow-build.ts'
import { visit } from '../support/visit.ts'

test('the window survives reloads in mid-build, and the end of its engine', async ({ desktop }) => {
  const { work, port, routerPort } = desktop
  const page = desktop.page()
  const api = desktop.api()
  let crashes = 0
  page.on('crash', () => (crashes += 1))
  const main = page.getByRole('main')
  await api('POST', '/apps', { name: 'slow' })
  await page.getByTestId('app-slow').click()
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()

  await test.step('four reloads in mid-build', async () => {
    const { repository, mayEnd } = await slowRepository(work)
    const pushing = repository.push(`http://heroku:${desktop.token()}@127.0.0.1:${port}/slow.git`)
    const output = page.getByTestId('build-output')
    for (const line of [2, 5, 8, 11]) {
      await expect(output).toContainText(`slow line ${line}`, { timeout: 60_000 })
      await page.reload()
    }
    mayEnd()
    const pushed = await pushing
    expect(pushed.ok, pushed.output).toBe(true)
    await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 60_000 })
    await expect.poll(async () => [...(await output.innerText()).matchAll(/slow line \d+/g)].map((match) => match[0])).toEqual(slowLines)
  })

  await test.step('the engine is ended from outside, with two windows open: one question', async () => {
    const app = desktop.app()
    await page.getByRole('button', { name: 'Overview', exact: true }).click()
    await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up')
    const other = await nextWindow(app, () => chooseInMenu(app, 'new-window'))
    await catchDialogs(app)
    process.kill(await enginePid(app), 'SIGKILL')
    await expect(main.getByRole('alert')).toContainText('The engine is gone')
    const asked = await question(app, 1)
    expect(asked).toMatchObject({ message: 'The engine stopped unexpectedly.', buttons: ['Restart the engine', 'Quit'] })
    expect(asked.detail).toContain('are kept on disk')
    await answer(app, 'Restart the engine')
    await expect(main.getByText(/^The engine/)).toHaveCount(0, { timeout: 60_000 })
    await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
    expect((await visit(routerPort, 'slow')).status).toBe(200)
    await expect(other.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 60_000 })
    expect(await questions(app)).toHaveLength(1)
    await other.close()
    await changeSomething(page)
    expect(await api('GET', '/apps/slow/config-vars')).toEqual({ AFTER: 'the end' })
  })
  expect(crashes).toBe(0)
})

async function changeSomething(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Config', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill('AFTER')
  await page.getByLabel('Value', { exact: true }).fill('the end')
  await page.getByRole('button', { name: 'Set AFTER and restart', exact: true }).click()
  await expect(page.getByTestId('config-AFTER')).toBeVisible()
}
