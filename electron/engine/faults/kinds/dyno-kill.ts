// One signal to every process of a dyno, as `kill` sends it. Nobody asked for the exit that follows, so it counts as a crash.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

const signals = ['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGABRT', 'SIGSEGV'] as const

export const dynoKill = defineFault({
  kind: 'dyno-kill', title: 'Kill a dyno', layer: 'dyno', about: 'Sends a signal to every process of the dyno. SIGKILL ends it at once, with what it was working on. It starts again as after any crash.',
  targets: ['type', 'dynos'], params: [{ name: 'signal', title: 'Signal', kind: 'choice', choices: signals, value: 'SIGKILL' }], isMomentary: true, leadsTo: ['H10', 'H13', 'H18', 'H20'],
  plan: (aim, { signal }) => {
    const sent = signals.find((one) => one === signal) ?? 'SIGKILL'
    return eachDyno(aim, 'Kill a dyno', (dyno) => ({ trouble: { kind: 'signal', signal: sent }, changed: `${dyno.name} was sent ${sent}.` }))
  },
})
