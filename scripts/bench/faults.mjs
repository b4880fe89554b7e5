// kill -9 of the engine in the middle of each fault, 25 times over: how long until the app is in steady state again. A kill has several faults in
// force that do not disturb each other, so it counts once for each of them. The test that is run also asks for 0 leases, receipts with residue 0 and no
// process of before. About four minutes on a quiet machine; DYNARIUM_KILL_ROUNDS sets another number.
import { runKillTest } from './kill-test.mjs'

const rounds = Number(process.env.DYNARIUM_KILL_ROUNDS ?? 25)
const limitMs = 10_000

export async function measure() {
  if (process.platform !== 'linux') return [{ what: 'kill -9 under faults', value: 'only measured on Linux' }]
  const { failed, figures } = await runKillTest('e2e/platform/faults-and-kill.test.ts', (file) => ({ DYNARIUM_KILL_ROUNDS: String(rounds), DYNARIUM_KILL_FIGURES: file }))
  return rows(figures, failed)
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
