// Lines as octet-counted frames (RFC 6587), the form of both syslog and HTTPS drains.

import { overflowText, syslogLine, type DrainForm } from '../../../shared/drains/syslog-line.ts'
import type { DrainedLine } from '../../engine/ports/drain-host.ts'
import type { Loss } from './line-buffer.ts'

/** `count`: frames in it; one more than lines when it begins with what was dropped. */
export type Frames = { readonly bytes: Buffer; readonly count: number }

export function octetFrames(lines: readonly DrainedLine[], loss: Loss | null, form: DrainForm, now: number): Frames {
  const all: readonly DrainedLine[] = loss === null ? lines : [{ at: now, source: 'heroku', ps: 'logplex', text: overflowText(loss.count, loss.since) }, ...lines]
  let text = ''
  for (const line of all) {
    const message = syslogLine(line, form)
    text += `${Buffer.byteLength(message)} ${message}`
  }
  return { bytes: Buffer.from(text), count: all.length }
}
