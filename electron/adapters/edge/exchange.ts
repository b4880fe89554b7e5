// The whole way of one request: find its app, find a target, pass the request on, pass the answer back, report. One object per
// client connection serves all its requests in turn. A request that may have reached a dyno is never sent again, but for one case: a
// kept connection that the dyno had closed meanwhile, and a request without a body that is safe to repeat.

import type { Verdict } from '../../engine/ports/http-edge.ts'
import { AnswerRelay } from './answer-relay.ts'
import type { ClientConnection } from './client-connection.ts'
import type { Edge } from './edge-context.ts'
import { arriving, connects, meets, touchedByAll } from './exchange-faults.ts'
import { ExchangeState } from './exchange-state.ts'
import { answerWithPage, refuse } from './own-answer.ts'
import { RequestBody } from './request-body.ts'
import { RequestHead } from './request-head.ts'
import { requestText } from './request-text.ts'
import { reportOf } from './request-report.ts'
import { freeTargets, quarantine, type Waiter } from './route-table.ts'
import type { TargetEntry } from './target-entry.ts'
import { Alarm } from './timer-wheel.ts'
import { Tunnel } from './tunnel.ts'
import { upstreamTo, type UpstreamUser } from './upstream-connection.ts'

/** A sleeping app is woken by the first request; it is reminded this often while more arrive. */
const wakeAgainMs = 1000

export class Exchange extends ExchangeState implements UpstreamUser, Waiter {
  readonly client: ClientConnection
  readonly head: RequestHead
  readonly body: RequestBody
  readonly relay: AnswerRelay
  readonly alarm: Alarm

  constructor(edge: Edge, client: ClientConnection) {
    super(edge)
    this.client = client
    this.head = new RequestHead(edge.limits)
    this.body = new RequestBody(this)
    this.relay = new AnswerRelay(this)
    this.alarm = new Alarm(edge.wheel, () => this.#rang())
  }

  /** The request's head is there. */
  begin(): void {
    const { head, edge, client } = this
    this.arrivedMark = edge.wheel.now()
    this.arrivedAt = Date.now()
    this.requestId = head.requestId ?? edge.newId()
    this.forwardedFor = head.forwardedFor === null || head.forwardedFor === '' ? client.peer : `${head.forwardedFor}, ${client.peer}`
    this.reset()
    this.body.begin(head.framing, head.bodyLength)
    const entry = edge.table.find(head.host)
    this.entry = entry
    this.phase = 'held'
    const isOverfull = client.countAt(entry)
    if (entry !== null) {
      entry.load.inFlight += 1
      edge.loads.changed(entry.load)
    }
    if (head.expects === 'other') return refuse(this, 417, 'unsupported expect header value')
    if (isOverfull) return answerWithPage(this, 'H22', 503)
    if (entry === null) return this.#unknownHost()
    if (entry.route?.sticky === true) this.preferred = edge.stickiness.preferred(entry, head.cookies)
    if (edge.faults === null || !arriving(this, entry, edge.faults)) this.#seek(this.arrivedMark)
  }

  /** Looks for a target, or holds the request until there is one. */
  #seek(now: number): void {
    const { edge, entry } = this
    this.now = now
    this.waitedMs = now - this.arrivedMark
    this.inFlight = entry?.load.inFlight ?? 0
    this.failedAgoMs = now - this.failedMark
    if (entry !== null) {
      this.healthy = entry.healthy
      this.free = freeTargets(entry, now)
      this.turn = entry.turn
    }
    const verdict: Verdict = edge.decisions.decide(entry?.route ?? null, this)
    if (verdict.kind === 'pass') {
      if (entry !== null) entry.turn += 1
      this.#send(verdict.candidate as TargetEntry, true, now)
    } else if (verdict.kind === 'answer') answerWithPage(this, verdict.code, verdict.status)
    else this.#hold(verdict.againMs, verdict.wake)
  }

  /** Of the route that this request waits for. */
  routeChanged(): void {
    this.#unhold()
    this.#seek(this.edge.wheel.now())
  }

  upstreamConnected(): void {
    if (this.phase !== 'connecting') return
    const now = this.edge.wheel.now()
    this.connectedMark = now
    this.connectMs = now - this.startedMark
    this.#write(now)
  }

  upstreamData(bytes: Buffer, length: number): void {
    if (this.phase === 'tunnel') return this.tunnel?.toClient(bytes, 0, length)
    if (this.faults !== null && this.faults.holdsBack(this, bytes, length)) return
    const now = this.edge.wheel.now()
    if (this.phase !== 'answering') {
      this.phase = 'answering'
      this.#observe(now)
    }
    this.alarm.set(now + this.edge.limits.idleMs)
    this.relay.read(bytes, length)
  }

  upstreamDrained(): void {
    this.touch()
    if (this.phase === 'tunnel') this.tunnel?.dynoDrained()
    else if (this.body.isFlushing) this.#sent(this.edge.wheel.now())
    else this.client.pump()
  }

  upstreamEnded(): void {
    if (this.phase === 'tunnel') return this.tunnel?.dynoEnded()
    this.edge.wheel.now()
    if (this.relay.endsByClose) return this.relay.ended()
    this.upstream?.destroy()
    this.upstreamClosed(null)
  }

  upstreamClosed(error: NodeJS.ErrnoException | null): void {
    const { upstream } = this
    this.upstream = null
    switch (this.phase) {
      case 'connecting':
        return this.unreached(error?.code === 'ETIMEDOUT' ? 'timeout' : 'refused')
      case 'tunnel':
        return this.tunnel?.end(null)
      case 'sending':
      case 'awaiting': {
        const wasDead = upstream?.isReused === true && this.edge.turns.isNext(this.writtenTurn)
        if (wasDead && this.#canSendAgain && this.target !== null) return this.#sendAgain(this.target, this.edge.wheel.now())
        this.#observe(this.edge.wheel.now())
        return answerWithPage(this, 'H13', 503)
      }
      case 'answering':
        this.edge.wheel.now()
        if (this.relay.endsByClose && error === null) return this.relay.ended()
        return this.hasAnswered ? this.breakOff('H18', 503) : answerWithPage(this, 'H18', 503)
      default:
    }
  }

  upstreamTouched(leases: readonly string[]): void {
    touchedByAll(this, leases)
  }

  /** The whole request is with the dyno, or in the system's hands: from now on the answer is awaited. */
  wasSent(): void {
    const { upstream } = this
    if (this.phase === 'answering') return
    if (upstream?.isFull === true) this.body.isFlushing = true
    else this.#sent(this.edge.wheel.now())
  }

  /** Bytes moved. */
  touch(): void {
    if (this.phase === 'sending' || this.phase === 'answering' || this.phase === 'flushing' || this.phase === 'tunnel') this.alarm.set(this.edge.wheel.now() + this.edge.limits.idleMs)
  }

  /** The target could not be reached: it gets nothing for a while, and another is looked for. */
  unreached(how: 'refused' | 'timeout'): void {
    const { edge, entry, target } = this
    const now = edge.wheel.now()
    this.connectMs = now - this.startedMark
    if (entry !== null && target !== null) quarantine(entry, target, now + edge.decisions.quarantineMs, now)
    this.lastFailure = how
    this.failedMark = now
    this.dropUpstream()
    this.countAt(null)
    this.phase = 'held'
    this.#seek(now)
  }

  /** The last of the answer is with the client, or will be. */
  answered(dynoMayServeOn: boolean): void {
    const { upstream } = this
    this.upstream = null
    if (upstream !== null) {
      upstream.user = null
      if (dynoMayServeOn && this.body.isDone && upstream.isFlushed && !this.isClassic) upstream.release()
      else upstream.destroy()
    }
    if (this.client.isFull) {
      this.phase = 'flushing'
      this.touch()
    } else this.finish()
  }

  /** The dyno turns to another protocol; its first bytes may be here. */
  switched(bytes: Buffer, from: number, to: number): void {
    const { upstream, head } = this
    if (head.upgrade === null || upstream === null) return answerWithPage(this, 'H17', 503)
    this.phase = 'tunnel'
    this.tunnel = new Tunnel(this, upstream)
    this.tunnel.open(this.relay.head.raw, bytes, from, to)
  }

  /** The clock was read in this turn. */
  finish(): void {
    this.over(null, this.relay.head.status, undefined, this.edge.wheel.recent)
    this.client.next(this.relay.keepsClient && this.body.isDone)
  }

  /** The client has a part of the answer already, so all that is left is to close; the log says why. */
  breakOff(code: string, status: number | null): void {
    if (!this.isUnderWay) return
    this.over(code, status)
    this.client.cut()
  }

  clientGone(): void {
    if (!this.isUnderWay) return
    if (this.phase === 'tunnel') return this.tunnel?.end(null)
    this.over('H27', 499)
  }

  clientDrained(): void {
    this.touch()
    if (this.phase === 'flushing') this.finish()
    else if (this.phase === 'tunnel') this.tunnel?.clientDrained()
    else this.upstream?.stream.resume()
  }

  /** Only the first call counts. Lets go of everything but the client. */
  over(code: string | null, status: number | null, cause?: string, now = this.edge.wheel.now()): void {
    if (!this.isUnderWay) return
    this.#unhold()
    this.phase = 'over'
    this.alarm.clear()
    this.dropUpstream()
    this.countAt(null)
    const { entry, edge } = this
    if (entry !== null) {
      entry.load.inFlight -= 1
      edge.loads.changed(entry.load)
    }
    edge.report(reportOf(this, now, code, status, cause))
  }

  dropUpstream(): void {
    this.upstream?.destroy()
    this.upstream = null
  }

  /** The dyno answered, or was given up. */
  #observe(now: number): void {
    if (this.target !== null) this.edge.decisions.observed(this.target, now - this.sentMark, now)
  }

  #unknownHost(): void {
    const former = this.edge.table.findFormer(this.head.host)
    if (former === null) return this.#seek(this.arrivedMark)
    this.entry = former
    former.load.inFlight += 1
    this.edge.loads.changed(former.load)
    answerWithPage(this, 'H31', 421)
  }

  /** To the same dyno, unless it gets nothing new any more. */
  #sendAgain(target: TargetEntry, now: number): void {
    if (!target.isGone) return this.#send(target, false, now)
    this.countAt(null)
    this.#seek(now)
  }

  #send(target: TargetEntry, mayBeKept: boolean, now: number): void {
    const { edge } = this
    this.target = target
    this.countAt(target)
    if (mayBeKept) this.tried(target)
    this.startedMark = now
    this.phase = 'connecting'
    if (edge.faults !== null && meets(this, target, edge.faults)) return
    const upstream = upstreamTo(edge, target, this, mayBeKept && !this.isClassic && this.head.upgrade === null)
    this.upstream = upstream
    if (edge.faults !== null) connects(this, upstream, edge.faults)
    if (upstream.isConnected) {
      this.connectMs = 0
      this.connectedMark = now
      this.#write(now)
    } else this.alarm.set(now + edge.limits.connectMs)
  }

  #write(now: number): void {
    const { upstream, body } = this
    if (upstream === null) return
    this.relay.begin()
    this.phase = 'sending'
    this.sentMark = now
    if (upstream.isReused) this.writtenTurn = this.edge.turns.mark()
    const isTaken = upstream.write(requestText(this))
    if (body.isDone) {
      if (isTaken) this.#sent(now)
      else this.wasSent()
      return
    }
    if (this.head.expects === 'continue') this.client.sayContinue()
    this.touch()
    this.client.pump()
  }

  #sent(now: number): void {
    this.body.isFlushing = false
    if (this.phase !== 'sending') return
    this.phase = 'awaiting'
    this.sentMark = now
    this.alarm.set(now + this.edge.limits.firstByteMs)
  }

  /** Until the route changes, `ms` pass, or the client goes away. */
  #hold(ms: number, wakes: boolean): void {
    const { entry, edge } = this
    const { now } = this
    this.phase = 'held'
    if (entry === null) return answerWithPage(this, 'H99', 503)
    if (wakes && now - entry.lastWakeAt >= wakeAgainMs) {
      entry.lastWakeAt = now
      edge.wake(entry.appId, this.requestId)
    }
    this.heldSince = now
    entry.waiters.add(this)
    entry.load.held += 1
    edge.loads.changed(entry.load)
    this.alarm.set(now + ms)
  }

  #unhold(): void {
    const { entry, edge } = this
    if (entry === null || !entry.waiters.delete(this)) return
    this.alarm.clear()
    this.heldMs += edge.wheel.now() - this.heldSince
    entry.load.held -= 1
    edge.loads.changed(entry.load)
  }

  #rang(): void {
    switch (this.phase) {
      case 'held':
        this.looks += 1
        return this.routeChanged()
      case 'connecting':
        return this.unreached('timeout')
      case 'awaiting':
        this.#observe(this.edge.wheel.now())
        return answerWithPage(this, 'H12', 503)
      case 'sending':
      case 'answering':
      case 'flushing':
        return this.#fellSilent()
      case 'tunnel':
        return this.tunnel?.end('H15')
      default:
    }
  }

  /** Whose silence it is: the client's while its body is awaited or the answer waits for it, else the dyno's. */
  #fellSilent(): void {
    const { client } = this
    const isClientAwaited = (!this.body.isDone && !client.isPaused) || client.isFull
    if (isClientAwaited) return this.breakOff('H28', 499)
    if (this.hasAnswered) return this.breakOff('H15', 503)
    answerWithPage(this, 'H15', 503)
  }

  get #canSendAgain(): boolean {
    const { head } = this
    return head.framing === 'none' && head.upgrade === null && (head.method === 'GET' || head.method === 'HEAD' || head.method === 'OPTIONS')
  }
}
