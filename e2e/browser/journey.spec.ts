import { expect, test, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { containerEngine, inContainers } from '../support/containers.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { takeJourney } from '../support/journey.ts'

test('from git push to a served page, in a browser against the headless host', ({ page }) => travel(page, 'browser', []))

test('the same journey with dynos in containers (needs docker)', ({ page }) => {
  test.skip(containerEngine === null, 'there is no container engine')
  return travel(page, 'docker', inContainers)
})

async function travel(page: Page, name: string, more: readonly string[]): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-browser-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  let host = await startHost(join(work, 'data'), port, routerPort, more)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !/ERR_CONNECTION|WebSocket/.test(message.text()) && troubles.push(message.text()))
  try {
    await page.goto(`${host.url}#token=${host.token}`)
    await takeJourney(page, {
      name, work, token: host.token, controlPort: port, routerPort,
      restart: async (open) => {
        expect(await host.stop()).toBe(0)
        host = await startHost(join(work, 'data'), port, routerPort, more)
        await open.reload()
        return open
      },
    })
    expect(troubles).toEqual([])
  } finally {
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
}
