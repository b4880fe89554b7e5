import { _electron as electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from './free-port.ts'
import { platformApi, type PlatformApi } from './platform-api.ts'

export type Desktop = {
  /** A folder of this test alone; the data folder is `data` in it. */
  readonly work: string
  readonly port: number
  readonly routerPort: number
  readonly troubles: readonly string[]
  app(): ElectronApplication
  page(): Page
  token(): string
  api(): PlatformApi
  /** What starts it, for a second start of the same. */
  commandLine(): readonly string[]
  /** Ends the app in order and starts it again on the same data. */
  restart(): Promise<Page>
}

const root = resolve(import.meta.dirname, '../..')
export const sandboxFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** The desktop app of the build, with a data folder and ports of its own. */
export const test = base.extend<{ desktop: Desktop }>({
  // Playwright wants the first argument taken apart, even where nothing is in it.
  // oxlint-disable-next-line no-empty-pattern
  desktop: async ({}, use) => {
    const work = mkdtempSync(join(tmpdir(), 'dynarium-desktop-'))
    const [port, routerPort] = [await freePort(), await freePort()]
    const args = [...sandboxFlags, root, '--data-dir', join(work, 'data'), '--port', String(port), '--router-port', String(routerPort)]
    const troubles: string[] = []
    let running = await launch()
    const token = (): string => readFileSync(join(work, 'data', 'token'), 'utf8').trim()
    await use({
      work, port, routerPort, troubles, token,
      app: () => running.app,
      page: () => running.page,
      api: () => platformApi(`http://127.0.0.1:${port}`, token()),
      commandLine: () => args,
      restart: async () => {
        await running.app.close()
        running = await launch()
        return running.page
      },
    })
    await running.app.close().catch(() => {}) // The test may have ended it.
    rmSync(work, { recursive: true, force: true })

    async function launch(): Promise<{ app: ElectronApplication; page: Page }> {
      const app = await electron.launch({ args, cwd: root, timeout: 90_000 })
      app.on('window', (page) => {
        page.on('pageerror', (error) => troubles.push(error.message))
        page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
      })
      const page = await app.firstWindow()
      await ready(page)
      return { app, page }
    }
  },
})

/** The page has heard from the engine. */
export const ready = (page: Page): Promise<void> => expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 60_000 })

export const chooseInMenu = (app: ElectronApplication, id: string): Promise<void> =>
  app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id)

/** The next window that opens, once its page has heard from the engine. */
export async function nextWindow(app: ElectronApplication, open: () => Promise<unknown>): Promise<Page> {
  const opening = app.waitForEvent('window')
  await open()
  const page = await opening
  await ready(page)
  return page
}

export async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(({ app: desktop }) => desktop.getAppMetrics().find((one) => one.type === 'Utility' && one.name === 'Dynarium engine')?.pid)
  if (pid === undefined) throw new Error('there is no engine process')
  return pid
}
