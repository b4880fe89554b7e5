import { describe, expect, it } from 'vitest'
import { buildHostContract } from '../ports/build-host.contract.ts'
import type { BuildRequest } from '../ports/build-host.ts'
import { createSimulatedBuildHost, type Files, type SimulatedBuildOptions } from './simulated-build-host.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const anHour = 3_600_000

buildHostContract('simulated', async () => {
  const clock = createVirtualClock()
  const sources = new Map<string, Files>()
  const host = createSimulatedBuildHost({
    clock,
    source: ({ source }) => (source.kind === 'folder' ? (sources.get(source.path) ?? null) : null),
    tools: { node: '20.1.0', echo: '9.1' },
    rules: [
      { match: 'exit 3', exitStatus: 3 },
      { match: 'sleep', takes: 'forever' },
    ],
  })
  return {
    host,
    runtime: 'simulated',
    source: async (files) => {
      const path = `/source-${sources.size}`
      sources.set(path, files)
      return { source: { kind: 'folder', path }, handle: null }
    },
    programs: { succeeds: ['node', 'exit 0'], fails: ['node', 'exit 3'], hangs: ['node', 'sleep'], echo: (text) => ['echo', text] },
    images: { base: 'debian:12', fails: 'exit 3', hangs: 'sleep' },
    presentTool: 'node',
    absentTool: 'no-such-program',
    finish: (work) => finish(clock, work),
    close: async () => {},
  }
})

describe('simulated builds', () => {
  it('a step takes its virtual time', async () => {
    const { clock, host } = make()
    const workspace = await host.open(request, () => {})
    const begun = clock.now()
    await finish(clock, workspace.run({ kind: 'run', label: 'npm ci', argv: ['npm', 'ci'] }, () => {}))
    expect(clock.now() - begun).toBe(250)
  })

  it('a rule gives status, output and files', async () => {
    const { clock, host } = make({ rules: [{ match: /npm ci/, exitStatus: 7, output: 'boom\n', writes: { 'log.txt': 'why' } }] })
    const workspace = await host.open(request, () => {})
    let text = ''
    const result = await finish(clock, workspace.run({ kind: 'run', label: 'npm ci', argv: ['npm', 'ci'] }, (more) => (text += more)))
    expect([result.exitStatus, text, await workspace.readFile('log.txt')]).toEqual([7, 'boom\n', 'why'])
  })

  it('refuses a slug over the limit and names the largest files', async () => {
    const { clock, host } = make({ slugBytes: 501 * 1024 * 1024 })
    const workspace = await host.open(request, () => {})
    await expect(finish(clock, workspace.pack())).rejects.toMatchObject({ code: 'slug-too-large', params: { size: '501 MB', largest: 'a.txt' } })
  })

  it('counts folders that were not closed', async () => {
    const { host } = make()
    const workspace = await host.open(request, () => {})
    expect(host.openFolders()).toBe(1)
    await workspace.close()
    expect(host.openFolders()).toBe(0)
  })
})

const request: BuildRequest = { buildId: 'b', appId: 'a', source: { kind: 'folder', path: '/x' }, handle: null, config: {}, stack: 'heroku-24', runtime: 'simulated' }

function make(options: Partial<SimulatedBuildOptions> = {}) {
  const clock = createVirtualClock()
  return { clock, host: createSimulatedBuildHost({ clock, source: () => ({ 'a.txt': 'a' }), stepMs: 250, ...options }) }
}

async function finish<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let done = false
  const end = (): void => void (done = true)
  work.then(end, end)
  await clock.runFor(anHour, () => done)
  return work
}
