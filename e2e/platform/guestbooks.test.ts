import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { platformApi, type PlatformApi } from '../support/platform-api.ts'
import { sampleRepository, type Repository } from '../support/repository.ts'
import { visit } from '../support/visit.ts'

/** Sample, what its push says it is, and the tool that it needs. */
const guestbooks = [['guestbook-node', 'Node.js', null], ['guestbook-python', 'Python', 'python']] as const
type Entry = { readonly id: number; readonly name: string; readonly greeting: string | null }
type AddOn = { readonly name: string; readonly state: string; readonly config_vars: readonly string[]; readonly provision_message: string }

describe('an app uses PostgreSQL and Redis through the usual clients of its language', () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-guestbooks-'))
  let host: Host
  let api: PlatformApi

  beforeAll(async () => {
    host = await startHost(join(work, 'data'), await freePort(), await freePort())
    api = platformApi(host.url, host.token)
  })

  afterAll(async () => {
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  })

  const missing = (process.env['DYNARIUM_MISSING'] ?? '').split(',')
  for (const [sample, label, tool] of guestbooks) {
    const run = tool !== null && missing.includes(tool) ? it.skip : it
    run(`${sample}${tool === null ? '' : ` (needs ${tool})`}`, { timeout: 240_000 }, async () => {
      await api('POST', '/apps', { name: sample })
      for (const plan of ['heroku-postgresql', 'heroku-redis']) await api('POST', `/apps/${sample}/addons`, { plan })
      const addOns = await eventually(() => api<AddOn[]>('GET', `/apps/${sample}/addons`), (list) => list.every(({ state }) => state !== 'provisioning'))
      expect(addOns.map(({ state }) => state), JSON.stringify(addOns.map((addOn) => addOn.provision_message))).toEqual(['provisioned', 'provisioned'])
      expect(addOns.flatMap(({ config_vars }) => config_vars)).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL']))
      const repository = await sampleRepository(join(work, sample), sample)
      if (tool === 'python') await bringWheels(repository)
      const push = await repository.push(`http://heroku:${host.token}@127.0.0.1:${host.controlPort}/${sample}.git`)
      expect(push.ok, push.output).toBe(true)
      expect(push.output).toMatch(new RegExp(`remote: -----> ${label}.* app detected`))
      expect(push.output).toContain('migrate: entries has 0 rows')
      await eventually(() => visit(host.routerPort, sample, '/healthz'), ({ status }) => status === 200)

      expect((await sign(host.routerPort, sample, 'Ada')).status).toBe(303)
      const waiting = JSON.parse((await visit(host.routerPort, sample, '/entries')).text) as Entry[]
      expect(waiting).toEqual([{ id: 1, name: 'Ada', greeting: null }])
      await api('PATCH', `/apps/${sample}/formation`, { updates: [{ type: 'worker', quantity: 1 }] })
      const greeted = await eventually(async () => JSON.parse((await visit(host.routerPort, sample, '/entries')).text) as Entry[], ([entry]) => entry?.greeting != null)
      expect(greeted[0]?.greeting).toBe('Welcome, from worker.1')
      expect((await visit(host.routerPort, sample)).text).toContain('Ada')

      await api('DELETE', `/apps/${sample}`)
      await eventually(() => api<AddOn[]>('GET', '/addons'), (list) => list.length === 0)
    })
  }
})

/** What the machine's own pip finds goes along with the source: a build has no settings of the machine's, and may have no network. */
async function bringWheels(repository: Repository): Promise<void> {
  await promisify(execFile)('python3', ['-m', 'pip', 'download', '--quiet', '--only-binary', ':all:', '--dest', join(repository.folder, 'wheels'), '--requirement', join(repository.folder, 'requirements.txt')])
  repository.write('requirements.txt', `--no-index\n--find-links wheels\n${repository.read('requirements.txt')}`)
  await repository.commit('Packages come along')
}

function sign(routerPort: number, app: string, name: string): Promise<{ status: number }> {
  const body = new URLSearchParams({ name }).toString()
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port: routerPort, path: '/entries', method: 'POST', agent: false,
      headers: { host: `${app}.localhost:${routerPort}`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
    }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }))
    })
    request.on('error', reject)
    request.end(body)
  })
}
