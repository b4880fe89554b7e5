// What faults do to one request. All of it is on the router's side of the connection to the dyno: the dyno sees at most a request
// that is not finished.

import { ByteStash } from './byte-stash.ts'
import type { Exchange } from './exchange.ts'
import type { FaultsInForce } from './faults-in-force.ts'
import { answerAsTold, answerWithPage } from './own-answer.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { AppEntry } from './route-table.ts'
import { Drip } from './slow-client.ts'
import type { TargetEntry } from './target-entry.ts'
import { Alarm } from './timer-wheel.ts'
import type { UpstreamConnection } from './upstream-connection.ts'

/** Of those that touched a request. */
export class RequestFaults {
  leases: readonly string[] = []
  truncateAt = Infinity
  delayMs = 0
  #held: ByteStash | null = null
  #isOver = false

  add(leaseId: string): void {
    if (!this.leases.includes(leaseId)) this.leases = [...this.leases, leaseId]
  }

  /** Keeps the beginning of an answer back; true when it did. The time limit for the first byte goes on. */
  holdsBack(exchange: Exchange, bytes: Buffer, length: number): boolean {
    if (this.delayMs === 0 || this.#isOver) return false
    const isFirst = this.#held === null
    this.#held ??= new ByteStash()
    this.#held.add(bytes, 0, length)
    if (isFirst) this.#letGoLater(exchange)
    return true
  }

  #letGoLater(exchange: Exchange): void {
    const { wheel } = exchange.edge
    exchange.upstream?.stream.pause()
    const alarm = new Alarm(wheel, () => {
      this.#isOver = true
      // It may have been given up meanwhile.
      if (!exchange.isUnderWay || exchange.faults !== this || this.#held === null) return
      exchange.upstream?.stream.resume()
      exchange.upstreamData(this.#held.view(), this.#held.length)
    })
    alarm.set(wheel.now() + this.delayMs)
  }
}

const touched = (exchange: Exchange, leaseId: string): RequestFaults => {
  exchange.faults ??= new RequestFaults()
  exchange.faults.add(leaseId)
  return exchange.faults
}

/** Before a target is looked for. True when it was seen to. */
export function arriving(exchange: Exchange, entry: AppEntry, faults: FaultsInForce): boolean {
  const { client, edge, head } = exchange
  const answer = faults.find('answer', entry.appId, null, '')
  if (answer !== null) {
    const { code } = answer.effect
    touched(exchange, answer.leaseId)
    answerWithPage(exchange, code, routerCodes.get(code)?.status ?? 503)
    return true
  }
  const slow = client.drip === null ? faults.find('slow-client', entry.appId, null, head.path) : null
  if (slow === null) return false
  const { bytesPerSecond } = slow.effect
  touched(exchange, slow.leaseId)
  client.drip = new Drip(edge.wheel, bytesPerSecond, () => client.pump())
  // Its head has come already: as if it came as slowly as the rest will.
  exchange.alarm.set(edge.wheel.now() + (head.end / bytesPerSecond) * 1000)
  return true
}

/** On a connection to a dyno: one that is new draws for its toxics, one that is kept has them. */
export function connects(exchange: Exchange, upstream: UpstreamConnection, faults: FaultsInForce): void {
  if (!upstream.isReused) putToxics(exchange.entry?.appId ?? '', upstream, faults)
  else exchange.upstreamTouched(upstream.leases)
}

export function touchedByAll(exchange: Exchange, leases: readonly string[]): void {
  for (const leaseId of leases) touched(exchange, leaseId)
}

/** Faults changed while connections were in use: they get them, and lose them, too. */
export function putToxics(appId: string, upstream: UpstreamConnection, faults: FaultsInForce | null): void {
  const found = faults?.toxics(appId, upstream.target.target.dynoId) ?? []
  upstream.putToxics(found.map(({ effect }) => effect.toxic), found.map(({ leaseId }) => leaseId))
}

/** On the way to a target. True when it does not get there. */
export function meets(exchange: Exchange, target: TargetEntry, faults: FaultsInForce): boolean {
  const appId = exchange.entry?.appId ?? ''
  const { dynoId } = target.target
  const { path } = exchange.head
  const status = faults.find('http-status', appId, dynoId, path)
  if (status !== null) {
    touched(exchange, status.leaseId)
    answerAsTold(exchange, status.effect.status)
    return true
  }
  const abort = faults.find('http-abort', appId, dynoId, path)
  if (abort !== null) {
    touched(exchange, abort.leaseId)
    exchange.breakOff('H24', null)
    return true
  }
  const delay = faults.find('http-delay', appId, dynoId, path)
  if (delay !== null) touched(exchange, delay.leaseId).delayMs = delay.effect.delayMs
  const truncate = faults.find('http-truncate', appId, dynoId, path)
  if (truncate !== null) touched(exchange, truncate.leaseId).truncateAt = truncate.effect.bytes
  const refuse = faults.find('refuse', appId, dynoId, path)
  if (refuse !== null) {
    touched(exchange, refuse.leaseId)
    exchange.unreached('refused')
    return true
  }
  const unreachable = faults.find('unreachable', appId, dynoId, path)
  if (unreachable === null) return false
  touched(exchange, unreachable.leaseId)
  exchange.alarm.set(exchange.startedMark + exchange.edge.limits.connectMs)
  return true
}
