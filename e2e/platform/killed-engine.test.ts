import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { labelled } from '../support/labelled.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'
import { visit } from '../support/visit.ts'

it.runIf(process.platform === 'linux')('after kill -9 of the engine everything is there, no dyno is doubled and none is orphaned (DY12)', { timeout: 240_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-killed-'))
  const dataDir = join(work, 'data')
  const [port, routerPort] = [await freePort(), await freePort()]
  let host = await startHost(dataDir, port, routerPort)
  const webDynos = async (): Promise<ApiDyno[]> => (await platformApi(host.url, host.token)<ApiDyno[]>('GET', '/apps/survivor/dynos')).filter((dyno) => dyno.type === 'web')
  const threeUp = (dynos: ApiDyno[]): boolean => dynos.length === 3 && dynos.every((dyno) => dyno.state === 'up')
  try {
    await platformApi(host.url, host.token)('POST', '/apps', { name: 'survivor' })
    const repository = await sampleRepository(join(work, 'app'), 'node')
    const push = await repository.push(`http://heroku:${host.token}@127.0.0.1:${port}/survivor.git`)
    expect(push.ok, push.output).toBe(true)
    await platformApi(host.url, host.token)('PATCH', '/apps/survivor/config-vars', { GREETING: 'still here' })
    await platformApi(host.url, host.token)('PATCH', '/apps/survivor/formation', { updates: [{ type: 'web', quantity: 3 }] })
    await eventually(webDynos, threeUp)
    const before = labelled(dataDir)
    expect(before.length).toBeGreaterThanOrEqual(3)

    host.child.kill('SIGKILL')
    await once(host.child, 'exit')
    host = await startHost(dataDir, port, routerPort)
    await eventually(webDynos, threeUp)

    const after = labelled(dataDir)
    expect(after.filter((pid) => before.includes(pid))).toEqual([])
    expect(after.length).toBe(before.length)
    expect((await visit(routerPort, 'survivor')).text).toContain('still here')
    const releases = await platformApi(host.url, host.token)<{ version: number; description: string }[]>('GET', '/apps/survivor/releases')
    expect(releases.map((release) => release.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4])
    const again = await repository.push(`http://heroku:${host.token}@127.0.0.1:${port}/survivor.git`)
    expect(again.output).toContain('Everything up-to-date')

    expect(await host.stop()).toBe(0)
    expect(labelled(dataDir)).toEqual([])
  } finally {
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})
