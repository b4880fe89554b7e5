// kill -9 of the engine in the middle of each fault, 25 times over: how long until the app is in steady state again. A kill has several faults in
// force that do not disturb each other, so it counts once for each of them. The test that is run also asks for 0 leases, receipts with residue 0 and no
// process of before. About four minutes on a quiet machine; DYNARIUM_KILL_ROUNDS sets another number.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'

const rounds = Number(process.env.DYNARIUM_KILL_ROUNDS ?? 25)
const limitMs = 10_000

export async function measure() {
  if (process.platform !== 'linux') return [{ what: 'kill -9 under faults', value: 'only measured on Linux' }]
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-kills-'))
  try {
    const file = join(folder, 'figures.jsonl')
    const failed = (await runTest({ DYNARIUM_KILL_ROUNDS: String(rounds), DYNARIUM_KILL_FIGURES: file })) !== 0
    return rows(read(file), failed)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runTest(env) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', 'e2e/platform/faults-and-kill.test.ts'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
  const [code] = await once(child, 'exit')
  return code
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  } catch {
    return []
  }
}

function rows(figures, failed) {
  const kinds = [...new Set(figures.map(({ kind }) => kind))]
  const fewest = Math.min(...kinds.map((kind) => figures.filter((one) => one.kind === kind).length))
  const times = figures.map(({ steadyMs }) => steadyMs).sort((a, b) => a - b)
  const late = figures.filter(({ steadyMs }) => steadyMs > limitMs).length
  return [
    { what: 'faults under which the engine was killed', value: String(kinds.length) },
    { what: 'kills under each, at least', value: kinds.length === 0 ? '0' : String(fewest), target: String(rounds), met: !failed && fewest >= rounds },
    { what: 'from the new start to steady state, median', value: seconds(times[Math.floor(times.length / 2)]) },
    { what: 'the same, longest', value: seconds(times.at(-1)), target: '<= 10 s', met: times.length > 0 && late === 0 },
    { what: 'leases, troubles or processes left over', value: failed ? 'see above' : '0', target: '0', met: !failed },
  ]
}

const seconds = (ms) => (ms === undefined ? 'none' : `${(ms / 1000).toFixed(1)} s`)
