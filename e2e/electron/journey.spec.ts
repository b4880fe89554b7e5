import { _electron as electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { takeJourney } from '../support/journey.ts'

const root = resolve(import.meta.dirname, '../..')

test('from git push to a served page, in the desktop window', async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-electron-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  const dataDir = join(work, 'data')
  const troubles: string[] = []
  let running = await open()
  try {
    await takeJourney(running.page, {
      name: 'electron', work, token: readFileSync(join(dataDir, 'token'), 'utf8').trim(), controlPort: port, routerPort,
      restart: async () => {
        await running.app.close()
        running = await open()
        return running.page
      },
    })
    expect(troubles).toEqual([])
  } finally {
    await running.app.close()
    rmSync(work, { recursive: true, force: true })
  }

  async function open(): Promise<{ app: ElectronApplication; page: Page }> {
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await electron.launch({
      args: [...flags, root, '--data-dir', dataDir, '--port', String(port), '--router-port', String(routerPort), `--user-data-dir=${join(work, 'window')}`],
      cwd: root,
    })
    const page = await app.firstWindow()
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible({ timeout: 30_000 })
    return { app, page }
  }
})
