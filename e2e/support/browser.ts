import { test as base, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startHost, type Host } from './host.ts'

export type Stage = {
  readonly work: string
  /** The host of now: another one after a restart. */
  host(): Host
  remote(app: string): string
  /** A page that is let in, in the context of `page` or in a new one. */
  enter(page: Page): Promise<Page>
  /** The same platform again, after its process was ended. */
  startAgain(): Promise<void>
}

/** A headless host of its own for each test, and the errors its pages showed in the console. */
export const test = base.extend<{ stage: Stage; troubles: string[] }>({
  // Playwright wants the first argument taken apart, even where nothing is in it.
  // oxlint-disable-next-line no-empty-pattern
  stage: async ({}, use) => {
    const work = mkdtempSync(join(tmpdir(), 'dynarium-page-'))
    const [port, routerPort] = [await freePort(), await freePort()]
    const start = (): Promise<Host> => startHost(join(work, 'data'), port, routerPort)
    let host = await start()
    await use({
      work,
      host: () => host,
      remote: (app) => `http://heroku:${host.token}@127.0.0.1:${port}/${app}.git`,
      enter: async (page) => {
        await page.goto(`${host.url}#token=${host.token}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        return page
      },
      startAgain: async () => {
        host = await start()
      },
    })
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  },
  troubles: async ({ page }, use) => {
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => message.type() === 'error' && !/ERR_CONNECTION|WebSocket/.test(message.text()) && troubles.push(message.text()))
    await use(troubles)
  },
})

export const showView = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('button', { name, exact: true }).click()
