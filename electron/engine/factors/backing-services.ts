// IV. Backing services as attached resources: each variable that names a service is pointed at a witness, then at another by config alone. A
// witness is a link that leads nowhere and counts who connects. Data in files of the dyno is a service that can not be swapped.

import type { Evidence, Finding } from '../../../shared/factors/finding.ts'
import type { Named } from './source.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenLoss = { readonly ended: boolean; readonly answers: readonly { readonly path: string; readonly status: number | null }[]; readonly back: number }

export type SeenServices = {
  readonly variables: readonly Named[]
  /** Connections at the first and the second witness: while config named the first, then the second. */
  readonly swaps: readonly { readonly variable: string; readonly before: readonly [number, number]; readonly after: readonly [number, number] }[]
  /** What became of it while its services were away, and whether it connected again; null: not tried. */
  readonly loss: SeenLoss | null
  /** Connections to addresses that the code names, whatever config said; null where another program listens there. */
  readonly fixed: readonly (Named & { readonly connections: number | null })[]
  /** Files of the dyno that held what a visitor had sent. */
  readonly dataFiles: readonly string[]
  readonly why: string | null
}

export function judgeServices({ variables, swaps, loss, fixed, dataFiles, why }: SeenServices): Finding {
  const stuck = fixed.filter(({ connections }) => connections !== null && connections > 0)
  if (stuck.length > 0) {
    return finding(4, 'fail', 'It connects to an address that stands in the code, whatever its config says.', stuck.map(({ file, line, text, connections }) => evidence('line of code', '4.d1', `${connections} connections came to port ${text} of this machine.`, { file, line })))
  }
  if (dataFiles.length > 0) {
    return finding(4, 'fail', 'It keeps its data in a file of the dyno, in whose place no service can be attached.', dataFiles.map((file) => evidence('file', '4.d1', `${file} held what a visitor had sent.`, { file })))
  }
  const unseen = fixed.filter(({ connections }) => connections === null)
  if (variables.length === 0 && unseen.length > 0) return finding(4, 'unknown', `The code names port ${listed(unseen.map(({ text }) => text))} of this machine, where another program listens, so who connects could not be seen.`, unseen.map(({ file, line, text }) => evidence('line of code', '4.d1', `Port ${text} of this machine.`, { file, line })))
  if (variables.length === 0) return finding(4, 'not-applicable', 'It reads the address of no service, and kept no data of its visitors.')
  const names = listed(variables.map(({ text }) => text))
  if (why !== null) return finding(4, 'unknown', `It reads ${names}, but no service could be swapped.`, [], [why])
  const seen = swaps.map(({ variable, before, after }) => evidence('measure', '4.d1', `${variable}: ${before[0]} connections at the first address and ${before[1]} at the second; after config:set ${after[0]} and ${after[1]} more.`))
  const moved = swaps.filter(({ before, after }) => before[0] > 0 && before[1] === 0 && after[0] === 0 && after[1] > 0)
  const clung = swaps.filter(({ before, after }) => before[0] > 0 && after[0] > 0)
  if (clung.length > 0) return finding(4, 'fail', `It went on using the old address after ${listed(clung.map(({ variable }) => variable))} was changed.`, seen)
  if (moved.length === 0) return finding(4, 'unknown', `It reads ${names}, but connected to no address that was given there.`, seen, ['It may connect only for requests that were not made.'])
  const swapped = listed(moved.map(({ variable }) => variable))
  if (loss?.ended === true) return finding(4, 'warn', `It is swapped by config alone, but ends when what ${swapped} names is away.`, [...seen, lossEvidence(loss)])
  return finding(4, 'pass', `${swapped} alone decides where it connects: a change of config swapped the service, without a build.`, [...seen, ...(loss === null ? [] : [lossEvidence(loss)])], ['The witnesses speak no protocol, so what it does with a service was not seen.'])
}

function lossEvidence({ ended, answers, back }: SeenLoss): Evidence {
  const said = answers.map(({ path, status }) => `${path} ${status ?? 'nothing'}`).join(', ')
  return evidence('request', '4.d2', `Its services were taken away: ${ended ? 'its dyno ended.' : `it went on, and answered ${said}.`} When they were back, ${back === 0 ? 'it connected no more for the requests that were made' : `${back} connections came`}.`)
}
