// 1 -> 50 dynos until all are up, against spawning 50 such processes bare until all answer. In turn, so that a drifting machine
// drifts for both.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { median, ms, pause, range } from './figures.mjs'
import { withHost } from './host.mjs'
import { isOpen } from './is-open.mjs'

const dynos = 50
const rounds = 6
const settleMs = 1500
const target = 1.3

export async function measure() {
  return withHost(async (host) => {
    await host.api('POST', '/apps', { name: 'bench-scale' })
    await deploySample(host)
    await untilUp(host, 1)
    const scaled = []
    const bare = []
    for (let round = 0; round < rounds; round++) {
      // Who goes first takes turns, and each starts on a machine that has come to rest.
      for (const ours of round % 2 === 0 ? [true, false] : [false, true]) {
        await pause(settleMs)
        if (ours) scaled.push(await scaleOut(host))
        else bare.push(await spawnBare())
      }
    }
    const ratios = scaled.map((value, index) => value / bare[index])
    return [
      { what: `1 -> ${dynos} dynos until all are up`, value: range(scaled, ms) },
      { what: `spawn ${dynos - 1} such processes bare until all answer`, value: range(bare, ms) },
      { what: 'ratio (median of pairs)', value: `${median(ratios).toFixed(2)}x`, target: `<= ${target}x`, met: median(ratios) <= target },
    ]
  })
}

async function deploySample(host) {
  const source = `file://${join(root, 'resources/samples/node')}`
  await host.api('POST', '/apps/bench-scale/builds', { source_blob: { url: source } })
}

async function scaleOut(host) {
  const start = performance.now()
  await setWeb(host, dynos)
  await untilUp(host, dynos)
  const took = performance.now() - start
  await setWeb(host, 1)
  await untilUp(host, 1)
  return took
}

const setWeb = (host, quantity) => host.api('PATCH', '/apps/bench-scale/formation', { updates: [{ type: 'web', quantity }] })

async function untilUp(host, count) {
  for (;;) {
    const list = await host.api('GET', '/apps/bench-scale/dynos')
    const web = list.filter((dyno) => dyno.type === 'web')
    if (web.length === count && web.every((dyno) => dyno.state === 'up')) return
    await pause(20)
  }
}

async function spawnBare() {
  const cwd = join(root, 'resources/samples/node')
  const start = performance.now()
  const children = Array.from({ length: dynos - 1 }, (_, index) =>
    spawn('node', ['web.js'], { cwd, env: { ...process.env, PORT: String(18_000 + index) }, stdio: ['ignore', 'pipe', 'pipe'] }))
  for (const child of children) for (const stream of [child.stdout, child.stderr]) stream.resume()
  try {
    await Promise.all(children.map((_, index) => answers(18_000 + index)))
    return performance.now() - start
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await pause(300)
  }
}

/** Asks by a connection and no more, and not often, so that asking costs the bare side next to nothing. */
async function answers(port) {
  while (!(await isOpen(port))) await pause(50)
}
