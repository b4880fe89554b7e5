// Time: bytes come later. Toxiproxy's latency with two more shapes of jitter, as `tc netem` has them: normal around the middle, and pareto,
// whose long tail is what real networks have.

import { toxicFault } from './toxic-fault.ts'

const distributions = ['uniform', 'normal', 'pareto'] as const

export const latency = toxicFault({
  kind: 'latency', title: 'Latency', about: 'Bytes between the router and the dyno, or over a link, come later by so many milliseconds, more or less by the jitter.',
  leadsTo: ['H12', 'H15'],
  params: [
    { name: 'latencyMs', title: 'Latency', kind: 'number', unit: 'ms', min: 0, max: 120_000, value: 300, whole: true },
    { name: 'jitterMs', title: 'Jitter', kind: 'number', unit: 'ms', min: 0, max: 60_000, value: 0, whole: true },
    { name: 'distribution', title: 'Shape of the jitter', kind: 'choice', choices: distributions, value: 'uniform' },
  ],
  settings: ({ latencyMs, jitterMs, distribution }) => ({ type: 'latency', latencyMs, jitterMs, distribution: distributions.find((one) => one === distribution) ?? 'uniform' }),
  changed: (what, who, { latencyMs, jitterMs, distribution }) => `${what} of ${who} come ${latencyMs} ms later${jitterMs === 0 ? '' : `, more or less by ${jitterMs} ms (${distribution})`}.`,
})
