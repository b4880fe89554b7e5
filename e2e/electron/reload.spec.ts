import { _electron as electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { platformApi } from '../support/platform-api.ts'
import { slowLines, slowRepository } from '../support/slow-build.ts'
import { visit } from '../support/visit.ts'

const root = resolve(import.meta.dirname, '../..')

test('the window survives reloads in mid-build, and the end of its engine', async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-reload-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  const dataDir = join(work, 'data')
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await electron.launch({
    args: [...flags, root, '--data-dir', dataDir, '--port', String(port), '--router-port', String(routerPort), `--user-data-dir=${join(work, 'window')}`],
    cwd: root,
  })
  try {
    const page = await app.firstWindow()
    let crashes = 0
    page.on('crash', () => (crashes += 1))
    const main = page.getByRole('main')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 30_000 })
    const token = readFileSync(join(dataDir, 'token'), 'utf8').trim()
    const api = platformApi(`http://127.0.0.1:${port}`, token)
    await api('POST', '/apps', { name: 'slow' })
    await page.getByTestId('app-slow').click()
    await page.getByRole('button', { name: 'Deploy', exact: true }).click()

    await test.step('four reloads in mid-build', async () => {
      const repository = await slowRepository(work)
      const pushing = repository.push(`http://heroku:${token}@127.0.0.1:${port}/slow.git`)
      const output = page.getByTestId('build-output')
      for (const line of [2, 5, 8, 11]) {
        await expect(output).toContainText(`slow line ${line}`, { timeout: 30_000 })
        await page.reload()
      }
      const pushed = await pushing
      expect(pushed.ok, pushed.output).toBe(true)
      await expect(page.getByTestId('lane-dynos')).toContainText('1 of 1 up', { timeout: 30_000 })
      expect([...(await output.innerText()).matchAll(/slow line \d+/g)].map((match) => match[0])).toEqual(slowLines)
    })

    await test.step('the engine is ended from outside', async () => {
      await page.getByRole('button', { name: 'Overview', exact: true }).click()
      await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up')
      await answerDialogs(app)
      process.kill(await enginePid(app), 'SIGKILL')
      await expect(main.getByRole('alert')).toContainText('The engine is gone')
      const asked = await expect.poll(() => questions(app)).toHaveLength(1).then(() => questions(app))
      expect(asked[0]).toMatchObject({ message: 'The engine stopped unexpectedly.', buttons: ['Restart the engine', 'Quit'] })
      expect(asked[0]?.detail).toContain('are kept on disk')
      await restartChosen(app)
      await expect(main.getByText(/^The engine/)).toHaveCount(0, { timeout: 30_000 })
      await expect(page.getByTestId('dyno-web.1')).toHaveAttribute('data-state', 'up', { timeout: 30_000 })
      expect((await visit(routerPort, 'slow')).status).toBe(200)
      await changeSomething(page)
      expect(await api('GET', '/apps/slow/config-vars')).toEqual({ AFTER: 'the end' })
    })
    expect(crashes).toBe(0)
  } finally {
    await app.close()
    rmSync(work, { recursive: true, force: true })
  }
})

type Question = { readonly message: string; readonly detail: string; readonly buttons: readonly string[] }
type Answering = { questions: Question[]; restart: () => void }

/** The system's own dialog can not be pressed from a test: here it keeps what it was asked and waits for `restartChosen`. */
function answerDialogs(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ dialog }) => {
    const answering: Answering = { questions: [], restart: () => {} }
    ;(globalThis as { answering?: Answering }).answering = answering
    const ask = (_window: unknown, options: Question): Promise<{ response: number }> =>
      new Promise((choose) => {
        answering.questions.push(options)
        answering.restart = () => choose({ response: 0 })
      })
    Object.assign(dialog, { showMessageBox: ask })
  })
}

const questions = (app: ElectronApplication): Promise<Question[]> => app.evaluate(() => (globalThis as { answering?: Answering }).answering?.questions ?? [])
const restartChosen = (app: ElectronApplication): Promise<void> => app.evaluate(() => (globalThis as { answering?: Answering }).answering?.restart())

async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(({ app: desktop }) => desktop.getAppMetrics().find((one) => one.type === 'Utility' && one.name === 'Dynarium engine')?.pid)
  if (pid === undefined) throw new Error('there is no engine process')
  return pid
}

async function changeSomething(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Config', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill('AFTER')
  await page.getByLabel('Value', { exact: true }).fill('the end')
  await page.getByRole('button', { name: 'Set AFTER and restart' }).click()
  await expect(page.getByTestId('config-AFTER')).toBeVisible()
}
