// From a kill -9 of a primary to the first row that an ordinary client has written again, beside `pg_ctl promote` by hand in the same run.
// The detection time is a setting, and counts by itself.
import { ms, range } from './figures.mjs'
import { runKillTest } from './kill-test.mjs'

export async function measure() {
  const { failed, figures } = await runKillTest('electron/headless/failover-time.test.ts', (file) => ({ DYNARIUM_FAILOVER_FIGURES: file }))
  if (failed || figures.length === 0) return [{ what: 'failover', value: 'see above', met: false }]
  const beyond = figures.map(({ platformMs, detectionMs }) => platformMs - detectionMs)
  const hand = figures.map(({ handMs }) => handMs)
  const ratios = figures.map(({ platformMs, detectionMs, handMs }) => (platformMs - detectionMs) / handMs)
  const middle = [...ratios].sort((a, b) => a - b)[ratios.length >> 1]
  return [
    { what: `kill to writes again, with a detection time of ${ms(figures[0].detectionMs)}`, value: range(figures.map(({ platformMs }) => platformMs), ms) },
    { what: 'of it beyond the detection time', value: range(beyond, ms) },
    { what: 'pg_ctl promote by hand to the first write', value: range(hand, ms) },
    { what: 'ratio, beyond the detection time', value: `${middle.toFixed(2)}x`, target: '<= 1.50x', met: middle <= 1.5 },
  ]
}
