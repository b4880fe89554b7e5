// A world for tests on real containers: slugs made of a few files, programs in Node, real time.

import Docker from 'dockerode'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Program, ProgramBehaviour, RuntimeWorld } from '../../engine/ports/dyno-runtime.contract.ts'
import { createDockerRuntime } from './docker-runtime.ts'

const untilMs = 60_000

const actor = `const b = JSON.parse(process.argv[2])
for (const line of b.prints ?? []) console.log(line)
if (b.linesPerSecond) setInterval(() => console.log('tick'), 1000 / b.linesPerSecond)
process.on('SIGTERM', () => { if (!b.ignoresTerm) { process.removeAllListeners('SIGTERM'); process.kill(process.pid, 'SIGTERM') } })
if (b.echoes) process.stdin.on('data', (data) => process.stdout.write(data))
if (b.listens !== false) setTimeout(() => require('http').createServer((_, res) => res.end('ok')).listen(process.env.PORT), b.bootMs ?? 0)
if (b.exitAfterMs !== undefined) setTimeout(() => process.exit(b.exitStatus ?? 0), b.exitAfterMs)
setInterval(() => {}, 1000)
`

export function makeDockerWorld(socketPath: string, image: string): RuntimeWorld {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-docker-')))
  const slugs = new Map<string, Readonly<Record<string, string>>>()
  const runtime = createDockerRuntime({
    docker: new Docker({ socketPath }), dataDir, sessionId: 'session-1', sampleEveryMs: 200, isDirect: true, image: () => Promise.resolve(image),
    openSlug: async (slugId, folder) => {
      const files = slugs.get(slugId)
      if (files === undefined) throw new Error('The slug is not on this disk.')
      for (const [name, text] of Object.entries(files)) {
        const path = join(folder, name)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
        chmodSync(path, 0o755)
      }
    },
  })
  return {
    runtime,
    program: (behaviour: ProgramBehaviour): Program => {
      const slugId = `slug-${slugs.size + 1}`
      slugs.set(slugId, { 'actor.cjs': actor })
      return { slugId, command: `exec node actor.cjs '${JSON.stringify(behaviour)}'` }
    },
    lostProgram: () => ({ slugId: 'slug-none', command: 'true' }),
    until: async (what, condition) => {
      const end = Date.now() + untilMs
      while (!condition()) {
        if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    close: async () => {
      await runtime.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
