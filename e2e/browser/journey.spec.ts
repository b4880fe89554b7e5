import { expect, test } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { takeJourney } from '../support/journey.ts'

test('from git push to a served page, in a browser against the headless host', async ({ page }) => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-browser-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  let host = await startHost(join(work, 'data'), port, routerPort)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !/ERR_CONNECTION|WebSocket/.test(message.text()) && troubles.push(message.text()))
  try {
    await page.goto(`${host.url}#token=${host.token}`)
    await takeJourney(page, {
      name: 'browser', work, token: host.token, controlPort: port, routerPort,
      restart: async (open) => {
        expect(await host.stop()).toBe(0)
        host = await startHost(join(work, 'data'), port, routerPort)
        await open.reload()
        return open
      },
    })
    expect(troubles).toEqual([])
  } finally {
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})
