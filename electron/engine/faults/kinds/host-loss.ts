// A machine dies: every dyno on it is gone at once and comes back on others. Hosts are names here, as all is on one computer.

import { defineFault, type Aim, type Measure } from '../fault.ts'

export const hostLoss = defineFault({
  kind: 'host-loss', title: 'Loss of a host', layer: 'host', about: 'Kills every dyno on a virtual host at once. While it lasts no dyno is placed there.',
  targets: ['host'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H10', 'H13', 'H18', 'H20'],
  plan: (aim) => (aim.target.kind === 'host' ? lossOf(aim, `host ${aim.target.host}`) : []),
})

/** `place`: `host a1`, `zone a`. */
export function lossOf({ dynos }: Aim, place: string): Measure[] {
  const kills = dynos.map((dyno): Measure => ({ kind: 'afflict', dyno, trouble: { kind: 'signal', signal: 'SIGKILL' }, changed: `${dyno.name} went with it.` }))
  return [{ kind: 'remark', changed: `The ${place} is lost.`, restored: `The ${place} is back: dynos may start there again.` }, ...kills]
}
