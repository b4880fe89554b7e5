import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { startHost, type Host } from './host.ts'
import { platformApi, type ApiDyno } from './platform-api.ts'
import { sampleRepository } from './repository.ts'
import { visit } from './visit.ts'

/** Sample, what its push says it is, the tool it needs, and a word of its page. */
const samples = [
  ['node', 'Node.js', null, 'Node'],
  ['python', 'Python', 'python', 'Python'],
  ['ruby', 'Ruby', 'ruby', 'Ruby'],
  ['java', 'Java', 'java', 'Java'],
  ['go', 'Go', 'go', 'Go'],
  ['php', 'PHP', 'php', 'PHP'],
  ['scala', 'Scala', 'scala', 'Scala'],
  ['static', 'Static', null, '<html'],
  ['node-bad-twin', 'Node.js', null, 'Node'],
  ['python-bad-twin', 'Python', 'python', 'Python'],
  ['ruby-bad-twin', 'Ruby', 'ruby', 'Ruby'],
  ['java-bad-twin', 'Java', 'java', 'Java'],
  ['go-bad-twin', 'Go', 'go', 'Go'],
  ['php-bad-twin', 'PHP', 'php', 'PHP'],
  ['scala-bad-twin', 'Scala', 'scala', 'Scala'],
] as const

/** It listens on 127.0.0.1, which nobody reaches from outside its container. */
const servesInItsContainerOnly = 'java-bad-twin'

/** All seven languages and their twins, on a host that is started so. `missing`: tools that are not there; their samples are skipped by name. */
export function everySampleServes(name: string, start: readonly string[], missing: readonly string[]): void {
  describe(name, () => {
    const work = mkdtempSync(join(tmpdir(), 'dynarium-languages-'))
    let host: Host

    beforeAll(async () => {
      host = await startHost(join(work, 'data'), await freePort(), await freePort(), start)
    })

    afterAll(async () => {
      await host.stop()
      rmSync(work, { recursive: true, force: true })
    })

    const inContainers = start.includes('docker')
    for (const [sample, label, tool, word] of samples) {
      if (inContainers && sample === servesInItsContainerOnly) continue
      const run = tool !== null && missing.includes(tool) ? it.skip : it
      run(`${sample}${tool === null ? '' : ` (needs ${tool})`}`, { timeout: 240_000 }, async () => {
        const api = platformApi(host.url, host.token)
        const app = `sample-${sample}`
        await api('POST', '/apps', { name: app })
        const repository = await sampleRepository(join(work, sample), sample)
        const push = await repository.push(`http://heroku:${host.token}@127.0.0.1:${host.controlPort}/${app}.git`)
        expect(push.ok, push.output).toBe(true)
        expect(push.output).toMatch(new RegExp(`remote: -----> ${label}.* app detected`))
        expect(push.output).toContain('Released v3')
        // A push is accepted although its release command fails: then nothing serves, and the output says why.
        expect(push.output).not.toContain('Waiting for release.... failed')
        const answer = await eventually(() => visit(host.routerPort, app), ({ status }) => status === 200)
        expect(answer.text).toContain(word)
        if (sample !== 'static') expect((await visit(host.routerPort, app, '/visits')).text).toBe('visit 1')
        const types = Object.keys(await slugTypes(api, app))
        if (types.includes('worker')) {
          await api('PATCH', `/apps/${app}/formation`, { updates: [{ type: 'worker', quantity: 1 }] })
          await eventually(() => api<ApiDyno[]>('GET', `/apps/${app}/dynos`), (dynos) => dynos.some((dyno) => dyno.type === 'worker' && dyno.state === 'up'))
        }
        await api('DELETE', `/apps/${app}`)
      })
    }
  })
}

async function slugTypes(api: ReturnType<typeof platformApi>, app: string): Promise<Record<string, number>> {
  const formation = await api<{ type: string; quantity: number }[]>('GET', `/apps/${app}/formation`)
  return Object.fromEntries(formation.map(({ type, quantity }) => [type, quantity]))
}
