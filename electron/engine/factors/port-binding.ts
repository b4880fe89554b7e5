// VII. Export the service by binding a port: two dynos are given ports by chance, and each should listen on its own, on every interface, and
// speak HTTP there. The kernel's table of sockets says what else it listens on.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { DynoProcesses } from './dyno-processes.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenPorts = {
  readonly hasWeb: boolean
  /** Of each dyno that was started. */
  readonly dynos: readonly { readonly name: string; readonly port: number | null; readonly isUp: boolean; readonly seq: number }[]
  readonly sockets: DynoProcesses | null
  readonly status: number | null
  readonly said: readonly string[]
}

export function judgePorts({ hasWeb, dynos, sockets, status, said }: SeenPorts): Finding {
  if (!hasWeb) return finding(7, 'not-applicable', 'It has no web process.')
  const given = dynos.filter(({ port }) => port !== null)
  const up = given.filter(({ isUp }) => isUp)
  const others = (sockets?.ports ?? []).filter(({ port }) => !given.some((dyno) => dyno.port === port))
  const instead = others.map(({ port }) => evidence('process', '7.d1', `It listens on port ${port}, which nobody gave it.`))
  if (up.length === 0) {
    const asked = given.map(({ name, port, seq }) => evidence('process', '7.d1', `${name} was given PORT ${port} and did not listen on it.`, { seq }))
    if (given.length === 0) return finding(7, 'unknown', 'No web dyno was launched.')
    return finding(7, 'fail', others.length > 0 ? `It listens on ${listed(others.map(({ port }) => String(port)))} and not on the PORT it is given.` : 'It does not listen on the PORT it is given.', [...asked, ...instead, ...said.slice(-3).map((line) => evidence('log line', '7.d1', line))])
  }
  const bound = up.map(({ name, port, seq }) => evidence('process', '7.d1', `${name} listens on ${port}, the PORT it was given.`, { seq }))
  const own = sockets?.ports.find(({ port }) => up.some((dyno) => dyno.port === port))
  if (own?.isEverywhere === false) return finding(7, 'fail', 'It listens on 127.0.0.1 only, where the router of a platform can not reach it.', [evidence('process', '7.d2', `Port ${own.port} is bound to one address.`), ...bound])
  if (status === null) return finding(7, 'fail', 'It binds its PORT and gives no HTTP answer there.', bound)
  const answer = evidence('request', '7.d3', `GET / answered ${status}.`)
  if (instead.length > 0) return finding(7, 'warn', `It listens on its PORT, and on ${listed(others.map(({ port }) => String(port)))} besides.`, [...instead, ...bound, answer])
  const open = sockets === null ? ['What else it listens on could not be seen on this machine.'] : []
  return finding(7, 'pass', up.length > 1 ? 'Each of its dynos listens on the port that it was given, and speaks HTTP there.' : 'It listens on the port that it was given, and speaks HTTP there.', [...bound, answer], open)
}
