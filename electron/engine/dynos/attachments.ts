// The line between an attached one-off dyno, or a program that was started in a dyno (`ps:exec`), and its caller. Heroku: who does not connect within 30 s is given up on (R13); when the
// caller goes away, or the line was idle for an hour, the dyno gets SIGHUP three times, five seconds apart, and R16 when it goes on
// (devcenter error-codes, one-off-dynos). Ours waits a few seconds first, because a window that is reloaded comes back at once; a caller
// on a wire does not, and is not waited for. While a caller reads slower than the program writes, the program waits.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { createChannel, type Channel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader } from '../journal/room.ts'
import type { DynoLimits } from './limits.ts'
import type { Lines } from './shells.ts'
import type { Supervisor } from './supervisor.ts'

export type Attachments = {
  /** Before the dyno is created, so that nothing it says is missed. */
  attach(dynoId: string, cause: Cause, caller: Caller): void
  /** Of a program in a dyno, or a shell beside all of them: it is known to `lines` alone, which end it at last. */
  attachExec(execId: string, cause: Cause, caller: Caller): void
  /** Throws PlatformError when there is none, or somebody else has it. */
  reader(dynoId: string): Reader<StreamItem<'run'>>
  said(dynoId: string, text: string): void
  /** The caller typed. */
  typed(dynoId: string): void
  ended(dynoId: string, exitStatus: number | null): void
  /** There is nothing to attach to. */
  drop(id: string): void
}

/** On a wire: who leaves it does not come back. */
type Caller = { readonly isOnWire: boolean; /** The line is not given up when nothing is said on it. */ readonly mayIdle?: boolean }

type Attachment = {
  /** A new one for each caller in turn. */
  channel: Channel<StreamItem<'run'>>
  taken: boolean
  wasTaken: boolean
  usedAt: number
  hasLost: boolean
  /** Said, and not read yet. */
  waitingChars: number
  isHeld: boolean
  isHungUp: boolean
  readonly isExec: boolean
}

/** Pieces of output kept for a caller that is behind; neighbours are merged first. */
const piecesBound = 64
const mergedTextMax = 65_536
/** The program is held when this much waits for its caller, and goes on at a quarter of it. */
const holdAtChars = 1024 * 1024
const lossNote = '\r\n[output was lost here: it came faster than it was read]\r\n'

export function createAttachments(kernel: Kernel, lines: Pick<Lines, 'hold' | 'signal'>, supervisor: Supervisor, limits: DynoLimits): Attachments {
  const { state, clock } = kernel
  const attachments = new Map<string, Attachment>()

  function attach(dynoId: string, cause: Cause, { isOnWire, mayIdle }: Caller, isExec: boolean): void {
    const line = (): Channel<StreamItem<'run'>> => createChannel<StreamItem<'run'>>({
      bound: piecesBound,
      merge: mergeOutput,
      onDrop: (item) => {
        attachment.hasLost = true
        attachment.waitingChars -= lengthOf(item)
      },
      onClose: () => callerLeft(),
    })
    const attachment: Attachment = { channel: line(), taken: false, wasTaken: false, usedAt: clock.now(), hasLost: false, waitingChars: 0, isHeld: false, isHungUp: false, isExec }
    /** What is said until the caller is back waits for it. */
    const callerLeft = (): void => {
      const next = line()
      // Nobody attaches to a wire that was left.
      Object.assign(attachment, { channel: next, taken: isOnWire, waitingChars: 0 })
      setHeld(dynoId, attachment, false)
      if (isOnWire) hangUp(dynoId, cause)
      else clock.after(limits.rejoinMs, () => attachment.channel === next && !attachment.taken && hangUp(dynoId, cause))
    }
    attachments.set(dynoId, attachment)
    clock.after(limits.attachMs, () => giveUpUnlessTaken(dynoId, cause))
    if (mayIdle !== true) watchIdle(dynoId, cause)
  }

  function giveUpUnlessTaken(dynoId: string, cause: Cause): void {
    const dyno = state.dynos[dynoId]
    const attachment = attachments.get(dynoId)
    if (attachment?.wasTaken !== false) return
    if (attachment.isExec) return lines.signal(dynoId, 'SIGKILL')
    if (dyno === undefined) return
    kernel.commit(cause, [{ type: 'dyno.erred', app: dyno.appId, data: { dynoId, code: 'R13', params: {} } }])
    supervisor.stop(cause, dyno, 'expired')
  }

  function watchIdle(dynoId: string, cause: Cause): void {
    const attachment = attachments.get(dynoId)
    if (attachment === undefined) return
    const left = attachment.usedAt + limits.attachIdleMs - clock.now()
    if (left > 0) return void clock.after(left, () => watchIdle(dynoId, cause))
    attachment.channel.end()
    hangUp(dynoId, cause)
  }

  function hangUp(dynoId: string, cause: Cause): void {
    const attachment = attachments.get(dynoId)
    if (attachment === undefined || attachment.isHungUp) return
    attachment.isHungUp = true
    if (attachment.isExec) hangUpExec(dynoId, 1)
    else sendHangUp(dynoId, cause, 1)
  }

  function hangUpExec(execId: string, attempt: number): void {
    if (!attachments.has(execId)) return
    if (attempt > limits.hangupTries) return lines.signal(execId, 'SIGKILL')
    lines.signal(execId, 'SIGHUP')
    clock.after(limits.hangupEveryMs, () => hangUpExec(execId, attempt + 1))
  }

  function sendHangUp(dynoId: string, cause: Cause, attempt: number): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined || dyno.stopping !== null) return
    if (attempt > limits.hangupTries) {
      kernel.commit(cause, [{ type: 'dyno.erred', app: dyno.appId, data: { dynoId, code: 'R16', params: {} } }])
      return
    }
    lines.signal(dynoId, 'SIGHUP')
    clock.after(limits.hangupEveryMs, () => sendHangUp(dynoId, cause, attempt + 1))
  }

  function reader(dynoId: string): Reader<StreamItem<'run'>> {
    const attachment = attachments.get(dynoId)
    if (attachment === undefined || attachment.taken) throw new PlatformError('dyno-not-found', { dyno: dynoId, app: 'this app' })
    attachment.taken = true
    attachment.wasTaken = true
    const { channel } = attachment
    return {
      next: async () => {
        const item = await channel.reader.next()
        if (attachment.channel === channel) wasRead(dynoId, attachment, item)
        return item
      },
      close: channel.reader.close,
    }
  }

  function wasRead(dynoId: string, attachment: Attachment, item: StreamItem<'run'> | null): void {
    attachment.waitingChars -= lengthOf(item)
    if (attachment.isHeld && attachment.waitingChars <= holdAtChars / 4) setHeld(dynoId, attachment, false)
  }

  function setHeld(dynoId: string, attachment: Attachment, isHeld: boolean): void {
    if (attachment.isHeld === isHeld) return
    attachment.isHeld = isHeld
    lines.hold(dynoId, isHeld)
  }

  function said(dynoId: string, text: string): void {
    const attachment = attachments.get(dynoId)
    if (attachment === undefined) return
    attachment.usedAt = clock.now()
    const note = attachment.hasLost ? lossNote : ''
    attachment.hasLost = false
    attachment.waitingChars += note.length + text.length
    attachment.channel.push({ kind: 'output', text: note + text })
    if (attachment.waitingChars > holdAtChars && !attachment.isHungUp) setHeld(dynoId, attachment, true)
  }

  function typed(dynoId: string): void {
    const attachment = attachments.get(dynoId)
    if (attachment !== undefined) attachment.usedAt = clock.now()
  }

  function ended(dynoId: string, exitStatus: number | null): void {
    const attachment = attachments.get(dynoId)
    if (attachment === undefined) return
    attachment.channel.push({ kind: 'exit', exitStatus })
    attachment.channel.end()
    if (attachment.taken) attachments.delete(dynoId)
    else clock.after(limits.attachMs, () => attachments.delete(dynoId))
  }

  return { attach: (dynoId, cause, caller) => attach(dynoId, cause, caller, false), attachExec: (execId, cause, caller) => attach(execId, cause, caller, true), reader, said, typed, ended, drop: (id) => void attachments.delete(id) }
}

const lengthOf = (item: StreamItem<'run'> | null): number => (item?.kind === 'output' ? item.text.length : 0)

function mergeOutput(older: StreamItem<'run'>, newer: StreamItem<'run'>): StreamItem<'run'> | null {
  if (older.kind !== 'output' || newer.kind !== 'output' || older.text.length + newer.text.length > mergedTextMax) return null
  return { kind: 'output', text: older.text + newer.text }
}
