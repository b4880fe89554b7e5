import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectClient } from '../support/client.ts'
import { containerEngine } from '../support/containers.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { sampleRepository, type Repository } from '../support/repository.ts'
import { visit } from '../support/visit.ts'

type ApiRelease = { readonly version: number; readonly current: boolean }

describe.skipIf(containerEngine === null)('an app of Dockerfiles (needs docker)', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-dockerfiles-'))
  let host: Host
  let repository: Repository
  beforeAll(async () => {
    host = await startHost(join(folder, 'data'), await freePort(), await freePort())
    repository = await sampleRepository(join(folder, 'boxed'), 'node')
  }, 120_000)
  afterAll(async () => {
    await host?.stop()
    rmSync(folder, { recursive: true, force: true })
  }, 120_000)

  const api = <T>(method: string, path: string, body?: unknown): Promise<T> => platformApi(host.url, host.token)<T>(method, path, body)
  const push = () => repository.push(`http://heroku:${host.token}@127.0.0.1:${host.controlPort}/boxed.git`)
  const page = (wanted: string) => eventually(() => visit(host.routerPort, 'boxed'), ({ status, text }) => status === 200 && text.includes(wanted), 120_000)
  const current = async (): Promise<number> => (await api<ApiRelease[]>('GET', '/apps/boxed/releases')).find((release) => release.current)?.version ?? 0
  async function call<T>(name: string, input: Readonly<Record<string, unknown>>): Promise<T> {
    const client = await connectClient(host)
    try {
      return (await client.call(name as 'apps:create', input)) as T
    } finally {
      client.close()
    }
  }

  it('is refused as long as the app runs as local processes, and moves to containers first (IM7)', async () => {
    await api('POST', '/apps', { name: 'boxed' })
    await expect(call('stack:set', { app: 'boxed', stack: 'container' })).rejects.toMatchObject({ code: 'stack-needs-containers' })
    await call('runtime:set', { app: 'boxed', runtime: 'docker' })
    await call('stack:set', { app: 'boxed', stack: 'container' })
    await expect(call('runtime:set', { app: 'boxed', runtime: 'process' })).rejects.toMatchObject({ code: 'stack-needs-containers' })
  })

  it('is built from a push step by step, runs its release command, and serves (IM1, IM3, IM5)', async () => {
    const { ok, output } = await push()
    expect(ok, output).toBe(true)
    expect(output).toMatch(/=== Fetching app code[\s\S]+=== Building web \(Dockerfile\)[\s\S]+Step 1\/6 : FROM dynarium\/stack:heroku-24[\s\S]+Step 6\/6 : CMD[\s\S]+=== Keeping web \(Dockerfile\)/)
    expect(output).toMatch(/Running release command\.\.\.[\s\S]+Waiting for release\.\.\.\. done\./)
    await page('Hello from Node.js')
    await call('ps:scale', { app: 'boxed', changes: [{ type: 'worker', quantity: 1 }] })
    const dynos = await eventually(() => api<ApiDyno[]>('GET', '/apps/boxed/dynos'), (all) => all.length === 2 && all.every(({ state }) => state === 'up'), 60_000)
    expect(dynos.map(({ type }) => type).sort()).toEqual(['web', 'worker'])
  })

  it('a config var makes a release of the same images; a new push and a rollback change what answers (IM3, RL2)', async () => {
    await call('config:set', { app: 'boxed', vars: { GREETING: 'Greetings from a box' } })
    await page('Greetings from a box')
    const before = await current()
    repository.write('page.html', '<h1>second page</h1>')
    await repository.commit('Second page')
    const { ok, output } = await push()
    expect(ok, output).toBe(true)
    await page('second page')
    await call('releases:rollback', { app: 'boxed', version: before })
    await page('Greetings from a box')
  })

  it('a build that fails leaves the running release alone; without heroku.yml the push says what is missing (IM1, IM4)', async () => {
    const before = await current()
    const dockerfile = repository.read('Dockerfile')
    repository.write('Dockerfile', `${dockerfile}RUN echo no luck && exit 5\n`)
    await repository.commit('A step that fails')
    const failed = await push()
    expect(failed.ok).toBe(false)
    expect(failed.output).toMatch(/no luck[\s\S]+The image for web could not be built from Dockerfile: The command .* returned a non-zero code: 5\./)
    repository.write('Dockerfile', dockerfile)
    repository.remove('heroku.yml')
    await repository.commit('Without a manifest')
    expect((await push()).output).toContain('Your app does not include a heroku.yml build manifest.')
    expect(await current()).toBe(before)
    await page('Greetings from a box')
  })

  it('takes its images with it when it is destroyed (IM6)', async () => {
    const images = async () => (await call<{ things: readonly { kind: string; name: string; data: string }[] }>('docker:made', {})).things.filter(({ kind, data }) => kind === 'image' && data === join(folder, 'data'))
    expect((await images()).some(({ name }) => name.startsWith('dynarium/app:'))).toBe(true)
    await call('apps:destroy', { app: 'boxed', confirm: 'boxed' })
    await eventually(images, (left) => left.length === 0, 60_000)
  })
})
