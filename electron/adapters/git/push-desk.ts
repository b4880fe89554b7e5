// Where hooks knock: a loopback listener that gives each push to the engine's handler, streams what it says back into the hook,
// and keeps its verdict for the hook's second visit. Every push has a secret of its own, known only to its git process.

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Push, PushHandler } from '../../engine/ports/git-host.ts'
import { readPushRequest, type PushRequest, type RefChange } from './push-request.ts'
import type { Quarantine } from './quarantine.ts'

export type PushTicket = {
  /** For the environment of the git process that may knock. */
  readonly env: Readonly<Record<string, string>>
  /** True from the moment the engine said yes: git must then be left to move the ref. */
  readonly accepted: () => boolean
  /** All refs of it; none before its hook has knocked. */
  pushes(): readonly Push[]
  /** The pusher went away. */
  gone(): void
  /** git has ended: the secret and the quarantine are worth nothing any more. */
  close(): void
}

export type PushDesk = {
  issue(repository: string, appName: string, by: string): Promise<PushTicket>
  /** Where the objects of a push under way are; null when it has ended. */
  find(handle: string): Quarantine | null
  stop(): Promise<void>
}

export type PushDeskOptions = {
  readonly handler: () => PushHandler
  readonly subjectOf: (quarantine: Quarantine, commit: string) => Promise<string>
  readonly log: (text: string) => void
}

type Visit = {
  readonly secret: string
  readonly repository: string
  readonly appName: string
  readonly by: string
  quarantine: Quarantine | null
  hasKnocked: boolean
  verdict: boolean | null
  pushes: readonly Push[]
  isGone: boolean
  readonly onGone: (() => void)[]
}

/** Unsent output of one build kept for a pusher that does not read; what comes on top is left out and counted. */
const maxUnsentBytes = 4 * 1024 * 1024
/** A hook speaks at once; a stranger on the port may not sit there. */
const requestLimitMs = 10_000

export function createPushDesk(options: PushDeskOptions): PushDesk {
  const visits = new Map<string, Visit>()
  const sockets = new Set<Socket>()
  let listening: Promise<Server> | null = null

  async function issue(repository: string, appName: string, by: string): Promise<PushTicket> {
    listening ??= listen(receive)
    const server = await listening
    const handle = randomBytes(16).toString('hex')
    const secret = `${handle}.${randomBytes(32).toString('hex')}`
    const visit: Visit = { secret, repository, appName, by, quarantine: null, hasKnocked: false, verdict: null, pushes: [], isGone: false, onGone: [] }
    visits.set(handle, visit)
    return {
      env: { DYNARIUM_HOOK_PORT: String((server.address() as AddressInfo).port), DYNARIUM_HOOK_SECRET: secret },
      accepted: () => visit.verdict === true,
      pushes: () => visit.pushes,
      gone: () => {
        if (visit.isGone || visit.verdict !== null) return
        visit.isGone = true
        for (const tell of visit.onGone) tell()
      },
      close: () => visits.delete(handle),
    }
  }

  function receive(socket: Socket): void {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A hook that was ended resets its connection; git and the ticket tell the rest.
    socket.on('error', () => socket.destroy())
    socket.setTimeout(requestLimitMs, () => socket.destroy())
    readPushRequest(socket).then((request) => answer(request, socket)).catch(() => socket.destroy())
  }

  async function answer(request: PushRequest, socket: Socket): Promise<void> {
    socket.setTimeout(0)
    const visit = known(request.secret)
    if (visit === null) socket.destroy()
    else if (request.kind === 'verdict') socket.end(visit.verdict === true ? '0\n' : '1\n')
    else if (visit.hasKnocked) socket.destroy()
    else {
      visit.hasKnocked = true
      visit.quarantine = { repository: visit.repository, objects: request.quarantine }
      const { say, close } = speaker(socket)
      visit.verdict = await decide(visit, request.refs, say)
      close()
    }
  }

  function known(secret: string): Visit | null {
    const visit = visits.get(secret.split('.')[0] ?? '')
    if (visit === undefined || visit.secret.length !== secret.length) return null
    return timingSafeEqual(Buffer.from(visit.secret), Buffer.from(secret)) ? visit : null
  }

  async function decide(visit: Visit, refs: readonly RefChange[], say: (text: string) => void): Promise<boolean> {
    try {
      visit.pushes = await Promise.all(refs.map((ref) => toPush(visit, ref)))
      const answer = await options.handler().receive(visit.pushes, say, (tell) => (visit.isGone ? tell() : visit.onGone.push(tell)))
      return answer.accept && !visit.isGone
    } catch (error) {
      if (!(error instanceof PlatformError)) options.log(`a push to ${visit.appName} failed: ${error instanceof Error ? error.stack : String(error)}`)
      const refusal = error instanceof PlatformError ? error : new PlatformError('bug', { why: 'the push could not be taken' })
      say(`\n !     ${refusal.message}\n !     ${refusal.help}\n\n`)
      return false
    }
  }

  async function toPush(visit: Visit, ref: RefChange): Promise<Push> {
    const subject = visit.quarantine === null ? '' : await options.subjectOf(visit.quarantine, ref.newCommit)
    return { ...ref, appName: visit.appName, by: visit.by, subject, handle: visit.secret.split('.')[0] ?? '' }
  }

  async function stop(): Promise<void> {
    const server = await listening
    for (const socket of sockets) socket.destroy()
    if (server !== null) await new Promise((resolve) => server.close(resolve))
  }

  return { issue, find: (handle) => visits.get(handle)?.quarantine ?? null, stop }
}

function listen(receive: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, receive)
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

function speaker(socket: Socket): { say: (text: string) => void; close: () => void } {
  let leftOut = 0
  return {
    say: (text) => {
      if (socket.destroyed) return
      if (socket.writableLength > maxUnsentBytes) leftOut += Buffer.byteLength(text)
      else socket.write(text)
    },
    close: () => {
      if (leftOut > 0) socket.write(` !     ${leftOut} bytes of output were left out: this terminal took them too slowly.\n`)
      socket.end()
    },
  }
}
