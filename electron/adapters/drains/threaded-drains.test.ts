import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import type { DrainReading } from '../../../shared/domain/drain.ts'
import { drainedLine, drainHostContract } from '../../engine/ports/drain-host.contract.ts'
import { messageOf, openHttpReceiver, openSyslogReceiver } from './receivers.fixture.ts'
import { createThreadedDrains } from './threaded-drains.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-drain-thread-'))
const threadFile = join(folder, 'drain-thread.cjs')
const breakingFile = join(folder, 'breaking.cjs')

beforeAll(async () => {
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: 'electron/headless/drain-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'drain-thread.cjs' } } },
  })
  writeFileSync(breakingFile, `require('worker_threads').parentPort.on('message', (message) => { if (message.lines?.texts === 'break') throw new Error('a bug') })\nrequire('./drain-thread.cjs')`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

drainHostContract('thread, syslog', async () => {
  const receiver = await openSyslogReceiver()
  return { host: createThreadedDrains({ threadFile }), url: `syslog://127.0.0.1:${receiver.port}`, received: (id) => receiver.frames.filter((frame) => frame.includes(` d.${id} `)).map(messageOf), close: receiver.close }
})

drainHostContract('thread, http', async () => {
  const receiver = await openHttpReceiver()
  return {
    host: createThreadedDrains({ threadFile }), url: `http://127.0.0.1:${receiver.port}/`,
    received: (id) => receiver.accepted.filter(({ headers }) => headers['logplex-drain-token'] === `d.${id}`).flatMap(({ frames }) => frames.map(messageOf)), close: receiver.close,
  }
})

describe('drains in a thread', () => {
  it('are opened again when the thread breaks; counts go on (LD9)', async () => {
    const receiver = await openSyslogReceiver()
    const said: string[] = []
    const host = createThreadedDrains({ threadFile: breakingFile, log: (text) => said.push(text) })
    let reading: DrainReading | null = null
    host.connect({ fared: ([news]) => (reading = news ?? reading) })
    const sent = () => (reading as DrainReading | null)?.sent ?? 0
    const until = async (holds: () => boolean): Promise<void> => {
      for (const end = performance.now() + 20_000; !holds(); ) {
        if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()} ${JSON.stringify(reading)} ${said.join()}`)
        await new Promise((soon) => setTimeout(soon, 5))
      }
    }
    host.open({ id: 'a', token: 'd.a', url: `syslog://127.0.0.1:${receiver.port}` })
    host.send(['a'], [drainedLine('one'), drainedLine('two')])
    await until(() => sent() === 2)
    host.send(['a'], [drainedLine('break')])
    await until(() => said.length > 0)
    await until(() => {
      host.send(['a'], [drainedLine('three')])
      return receiver.frames.some((frame) => frame.endsWith('three\n'))
    })
    await until(() => sent() > 2)
    expect(said.join()).toContain('a bug')
    await host.stop()
    await receiver.close()
  })

  it('a flood that the thread can not take is counted and costs the engine nothing that stays (LD5)', async () => {
    const host = createThreadedDrains({ threadFile })
    let reading: DrainReading | null = null
    host.connect({ fared: ([news]) => (reading = news ?? reading) })
    host.open({ id: 'a', token: 'd.a', url: 'syslog://127.0.0.1:9' })
    const lines = Array.from({ length: 1000 }, (_, index) => drainedLine(`flood ${index}`))
    // The thread hears nothing of these before they were all sent.
    for (let round = 0; round < 200; round += 1) host.send(['a'], lines)
    const total = () => ((news) => (news === null ? 0 : news.waiting + news.dropped + news.sent))(reading as DrainReading | null)
    for (const end = performance.now() + 20_000; total() < 200_001; ) {
      if (performance.now() > end) throw new Error(`not within 20 s: ${JSON.stringify(reading)}`)
      await new Promise((soon) => setTimeout(soon, 20))
      // What was lost on the way is told with the next line that gets through.
      if (total() >= 20_000 && total() < 200_000) host.send(['a'], [drainedLine('last')])
    }
    await host.stop()
  })
})
