import { createServer, get } from 'node:http'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { plainRouting, type RequestReport, type Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeFault, HttpEdge } from '../../engine/ports/http-edge.ts'
import { pause, until } from './edge.fixture.ts'
import { createThreadedEdge } from './threaded-edge.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-edge-'))
const threadFile = join(folder, 'edge-thread.cjs')
const crashingFile = join(folder, 'crashing.cjs')
const slowFile = join(folder, 'slow.cjs')
const [starting, mayStart] = [join(folder, 'starting'), join(folder, 'may-start')]
const dyno = createServer((_, response) => response.end('from a dyno'))
let edges: HttpEdge[] = []

beforeAll(async () => {
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: 'electron/headless/edge-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'edge-thread.cjs' } } },
  })
  // The same thread, with a way to make it fail.
  writeFileSync(crashingFile, `require('worker_threads').parentPort.on('message', (message) => { if (message.route?.appId === 'crash') throw new Error('a bug') })\nrequire('./edge-thread.cjs')`)
  // The same again, whose later threads start only when they may.
  writeFileSync(slowFile, `
    const { existsSync, writeFileSync } = require('fs')
    if (require('worker_threads').workerData.port !== 0) {
      writeFileSync(${JSON.stringify(starting)}, '')
      while (!existsSync(${JSON.stringify(mayStart)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
    require('./crashing.cjs')`)
  await new Promise<void>((listening) => dyno.listen(0, '127.0.0.1', listening))
})
afterEach(async () => {
  await Promise.all(edges.map((edge) => edge.stop()))
  edges = []
})
afterAll(() => {
  dyno.close()
  rmSync(folder, { recursive: true, force: true })
})

function route(appId = 'app-1', mode: Route['mode'] = 'serving'): Route {
  const { port } = dyno.address() as AddressInfo
  return { appId, appName: appId, hosts: [`${appId}.localhost`], mode, targets: [{ dynoId: 'd', name: 'web.1', host: '127.0.0.1', port, state: 'healthy' }], webQuantity: 1, ...plainRouting }
}

const failing = (leaseId: string, appId: string): EdgeFault => ({ leaseId, appId, dynoIds: null, share: 1, effect: { kind: 'http-status', status: 503, path: '/' } })

async function open(file = threadFile, log?: (text: string) => void): Promise<HttpEdge> {
  const edge = await createThreadedEdge({ threadFile: file, port: 0, ...(log === undefined ? {} : { log }) })
  edges.push(edge)
  return edge
}

function fetchText(port: number, host = 'app-1.localhost', address = '127.0.0.1'): Promise<string> {
  return new Promise((done, fail) => {
    get({ host: address, port, headers: { Host: host }, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (data: string) => (text += data)).on('end', () => done(`${response.statusCode} ${text}`))
    }).on('error', fail)
  })
}

describe('edge in a thread', () => {
  it('serves on both loopback addresses, reports and wakes', async () => {
    const edge = await open()
    const reports: RequestReport[] = []
    const wakes: string[] = []
    edge.connect({ report: (report) => reports.push(...report.requests), wake: (appId) => wakes.push(appId), load: () => {}, probed: () => {}, drained: () => {} })
    edge.setRoute(route())
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
    expect(await fetchText(edge.port, 'app-1.localhost', '::1')).toBe('200 from a dyno')
    edge.setRoute(route('app-1', 'asleep'))
    const held = fetchText(edge.port)
    await until(() => wakes.length === 1)
    edge.setRoute(route())
    expect(await held).toBe('200 from a dyno')
    await until(() => reports.length === 3)
    expect(reports.map((report) => report.dyno)).toEqual(['web.1', 'web.1', 'web.1'])
    edge.removeRoute('app-1')
    expect(await fetchText(edge.port)).toMatch(/^404 /)
  })

  it('goes on serving while the engine\'s thread is busy', async () => {
    const edge = await open()
    edge.setRoute(route())
    // The client is in a process of its own, as this thread will not run; the dyno must be too.
    const { spawn } = await import('node:child_process')
    const script = `
      const http = require('http')
      const dyno = http.createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', () => {
        process.send(dyno.address().port)
      })
      process.on('message', ({ port, mark, wanted }) => {
        let count = 0
        const again = () => http.get({ host: '127.0.0.1', port, headers: { Host: 'app-1.localhost' } }, (response) => {
          response.resume().on('end', () => {
            count += 1
            if (count < wanted) return again()
            require('fs').writeFileSync(mark, '')
            process.disconnect(); dyno.close(); dyno.closeAllConnections()
          })
        })
        again()
      })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const heard: number[] = []
    child.on('message', (message: number) => heard.push(message))
    await until(() => heard.length === 1)
    const own = route()
    edge.setRoute({ ...own, targets: own.targets.map((target) => ({ ...target, dynoId: 'other', port: heard[0] ?? 0 })) })
    await fetchText(edge.port)
    const mark = join(folder, 'answered')
    child.send({ port: edge.port, mark, wanted: 50 })
    // This thread does nothing else until all answers are there: none of them can have needed it.
    const givenUpAt = Date.now() + 40_000
    while (!existsSync(mark) && Date.now() < givenUpAt);
    expect(existsSync(mark)).toBe(true)
  })

  it('comes back on the same port with the same routes when its thread dies', async () => {
    const told: string[] = []
    const edge = await open(crashingFile, (text) => told.push(text))
    edge.setRoute(route('app-1'))
    edge.setRoute(route('app-2'))
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
    edge.setRoute(route('crash'))
    edge.removeRoute('crash')
    await until(() => told.length >= 2)
    expect(told.join('\n')).toMatch(/a bug[\s\S]*starts again on port \d+/)
    const answers = await retry(() => Promise.all([fetchText(edge.port), fetchText(edge.port, 'app-2.localhost')]))
    expect(answers).toEqual(['200 from a dyno', '200 from a dyno'])
  })

  it('knows the routes from its first moment on, however busy the engine is: a 404 would tell people that their app is gone', async () => {
    const told: string[] = []
    const edge = await open(crashingFile, (text) => told.push(text))
    edge.setRoute(route('app-1', 'maintenance'))
    const { spawn } = await import('node:child_process')
    const script = `
      const http = require('http')
      const seen = new Set()
      let answered = () => process.send([])
      const again = () => http.get({ host: '127.0.0.1', port: ${edge.port}, headers: { Host: 'app-1.localhost' } }, (response) => {
        seen.add(response.statusCode)
        response.resume().on('end', () => {
          answered()
          answered = () => {}
          again()
        })
      }).on('error', () => setTimeout(again, 1))
      again()
      process.on('message', () => { answered = () => process.send([...seen], () => process.exit()) })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const heard: number[][] = []
    child.on('message', (message: number[]) => heard.push(message))
    // It has begun to ask.
    await until(() => heard.length === 1)
    edge.setRoute(route('crash'))
    edge.removeRoute('crash')
    await until(() => told.length >= 2)
    // The thread is on its way after 50 ms, and this one has no time for it.
    await new Promise((soon) => setTimeout(soon, 55))
    const busyUntil = Date.now() + 800
    while (Date.now() < busyUntil);
    await retry(() => fetchText(edge.port))
    child.send('enough')
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual([503])
  })

  it('tells what is under way, and that nothing is any more when its thread died', async () => {
    const edge = await open(crashingFile, () => {})
    const loads: AppLoad[] = []
    edge.connect({ report: () => {}, wake: () => {}, load: (told) => loads.push(...told), probed: () => {}, drained: () => {} })
    edge.setRoute(route('app-1', 'starting'))
    const held = fetchText(edge.port).catch(() => 'cut off')
    await until(() => loads.length === 1)
    expect(loads).toEqual([{ appId: 'app-1', inFlight: 1, held: 1, byDyno: {} }])
    edge.setRoute(route('crash'))
    expect(await held).toBe('cut off')
    await until(() => loads.length === 2)
    expect(loads[1]).toEqual({ appId: 'app-1', inFlight: 0, held: 0, byDyno: {} })
    edge.removeRoute('crash')
    await retry(() => fetchText(edge.port, 'app-2.localhost'))
    edge.setRoute(route('app-1', 'starting'))
    const again = fetchText(edge.port)
    await until(() => loads.length === 3)
    edge.setRoute(route('app-1'))
    expect(await again).toBe('200 from a dyno')
    await until(() => loads.some(({ inFlight }, index) => index > 2 && inFlight === 0))
  })

  it('puts faults in force and lifts them, and its reports say whom they touched (RT50)', async () => {
    const edge = await open()
    const reports: RequestReport[] = []
    edge.connect({ report: (report) => reports.push(...report.requests), wake: () => {}, load: () => {}, probed: () => {}, drained: () => {} })
    edge.setRoute(route('app-1'))
    edge.setRoute(route('app-2'))
    edge.setFaults([failing('lease-1', 'app-1')])
    expect(await fetchText(edge.port)).toMatch(/^503 /)
    expect(await fetchText(edge.port, 'app-2.localhost')).toBe('200 from a dyno')
    edge.setFaults([failing('lease-2', 'app-2')])
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
    expect(await fetchText(edge.port, 'app-2.localhost')).toMatch(/^503 /)
    edge.setFaults([])
    expect(await fetchText(edge.port, 'app-2.localhost')).toBe('200 from a dyno')
    await until(() => reports.length === 5)
    expect(reports.map(({ appId, faults }) => [appId, faults])).toEqual([['app-1', ['lease-1']], ['app-2', undefined], ['app-1', undefined], ['app-2', ['lease-2']], ['app-2', undefined]])
  })

  it('has its faults from the first moment on when its thread died, and those that changed meanwhile', async () => {
    const told: string[] = []
    const edge = await open(crashingFile, (text) => told.push(text))
    const crash = async (): Promise<void> => {
      told.length = 0
      edge.setRoute(route('crash'))
      edge.removeRoute('crash')
      await until(() => told.some((text) => text.includes('starts again')))
    }
    edge.setRoute(route('app-1'))
    edge.setFaults([failing('lease-1', 'app-1')])
    expect(await fetchText(edge.port)).toMatch(/^503 /)
    await crash()
    expect(await retry(() => fetchText(edge.port))).toMatch(/^503 /)
    await crash()
    edge.setFaults([])
    await edge.restart()
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
  })

  it('restarts: what is under way is cut off, and port, routes and faults are the same when it is done (RT21)', async () => {
    const edge = await open()
    const { port } = edge
    const reports: RequestReport[] = []
    const loads: AppLoad[] = []
    edge.connect({ report: (report) => reports.push(...report.requests), wake: () => {}, load: (told) => loads.push(...told), probed: () => {}, drained: () => {} })
    edge.setRoute(route('app-1', 'starting'))
    edge.setRoute(route('app-2'))
    edge.setRoute(route('app-3'))
    edge.setFaults([failing('lease-1', 'app-3')])
    const held = fetchText(port).catch(() => 'cut off')
    await until(() => loads.length === 1)
    await edge.restart()
    expect(await fetchText(port, 'app-2.localhost')).toBe('200 from a dyno')
    expect(await fetchText(port, 'app-3.localhost')).toMatch(/^503 /)
    expect(edge.port).toBe(port)
    expect(await held).toBe('cut off')
    await until(() => reports.length === 3)
    expect(reports[0]).toMatchObject({ appId: 'app-1', code: 'H24', status: null })
    await until(() => loads.some(({ appId, inFlight }) => appId === 'app-1' && inFlight === 0))
  })

  it('has restarted for all who asked, also when its thread dies meanwhile', async () => {
    const edge = await open(crashingFile, () => {})
    edge.setRoute(route('app-1'))
    await Promise.all([edge.restart(), edge.restart()])
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
    edge.setRoute(route('crash'))
    const restarts = [edge.restart(), edge.restart()]
    edge.removeRoute('crash')
    await Promise.all(restarts)
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
  })

  it('lets nobody wait for a restart when it stops, or has stopped', async () => {
    const edge = await open()
    const restarted = edge.restart()
    const stopped = edge.stop()
    await edge.restart()
    await stopped
    await restarted
    await edge.restart()
    await expect(fetchText(edge.port)).rejects.toThrow(/ECONNREFUSED/)
  })

  it('has stopped only when a thread that was just starting is gone too', async () => {
    const edge = await open(slowFile, () => {})
    edge.setRoute(route('crash'))
    await until(() => existsSync(starting))
    let isStopped = false
    const stopped = edge.stop().then(() => (isStopped = true))
    await pause(50)
    expect(isStopped).toBe(false)
    writeFileSync(mayStart, '')
    await stopped
    await expect(fetchText(edge.port)).rejects.toThrow(/ECONNREFUSED/)
  })

  it('tells when it has let go of a dyno, also after its thread died meanwhile (DY13)', async () => {
    const told: string[] = []
    const drained: string[] = []
    const edge = await open(crashingFile, (text) => told.push(text))
    edge.connect({ report: () => {}, wake: () => {}, load: () => {}, probed: () => {}, drained: (dynoId) => drained.push(dynoId) })
    const leaving: Route = { ...route(), targets: route().targets.map((target) => ({ ...target, state: 'draining' })) }
    edge.setRoute(route())
    expect(await fetchText(edge.port)).toBe('200 from a dyno')
    edge.setRoute(leaving)
    await until(() => drained.length === 1)
    edge.setRoute(route())
    edge.setRoute(route('crash'))
    edge.removeRoute('crash')
    // The thread will never hear this one.
    edge.setRoute(leaving)
    await until(() => told.length >= 2)
    await until(() => drained.length === 2)
    expect(drained).toEqual(['d', 'd'])
  })

  it('refuses a port that is taken, in words, and stops cleanly', async () => {
    const edge = await open()
    await expect(createThreadedEdge({ threadFile, port: edge.port })).rejects.toThrow(`Port ${edge.port} is taken by another program.`)
    await edge.stop()
    await expect(fetchText(edge.port)).rejects.toThrow(/ECONNREFUSED/)
    edges = []
  })

  it('says so when the thread can not start at all', async () => {
    const broken = join(folder, 'broken.cjs')
    writeFileSync(broken, 'process.exit(3)')
    await expect(createThreadedEdge({ threadFile: broken, port: 0 })).rejects.toThrow('ended with status 3 before it listened')
  })
})

async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count === 50) throw error
      await new Promise((later) => setTimeout(later, 50))
    }
  }
}
