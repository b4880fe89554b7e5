import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { startHost, type Host } from './host.ts'
import { platformApi, type ApiDyno, type PlatformApi } from './platform-api.ts'
import { sampleRepository, type Repository } from './repository.ts'
import { visit, type Answer } from './visit.ts'

export type World = {
  readonly work: string
  host(): Host
  api: PlatformApi
  remote(app: string): string
  /** A new app with a repository of that sample beside it, not pushed yet. */
  newApp(app: string, sample?: string): Promise<Repository>
  web(app: string): Promise<ApiDyno[]>
  untilServed(app: string, isGood?: (answer: Answer) => boolean): Promise<Answer>
}

/** One headless host for all tests of a file. */
export function useWorld(name: string): World {
  const work = mkdtempSync(join(tmpdir(), `dynarium-${name}-`))
  let host: Host | null = null
  const running = (): Host => {
    if (host === null) throw new Error('the host is not running')
    return host
  }

  beforeAll(async () => {
    host = await startHost(join(work, 'data'), await freePort(), await freePort())
  })
  afterAll(async () => {
    await host?.stop()
    rmSync(work, { recursive: true, force: true })
  })

  const api: PlatformApi = (method, path, body) => platformApi(running().url, running().token)(method, path, body)
  return {
    work, api,
    host: running,
    remote: (app) => `http://heroku:${running().token}@127.0.0.1:${running().controlPort}/${app}.git`,
    newApp: async (app, sample = 'node') => {
      await api('POST', '/apps', { name: app })
      return sampleRepository(join(work, app), sample)
    },
    web: async (app) => (await api<ApiDyno[]>('GET', `/apps/${app}/dynos`)).filter((dyno) => dyno.type === 'web'),
    untilServed: (app, isGood = ({ status }) => status === 200) => eventually(() => visit(running().routerPort, app), isGood),
  }
}
