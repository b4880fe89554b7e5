// L12: lines a dyno wrote faster than they could be taken. They are counted for each app and told once a second at most, because
// a line about every loss would push out the lines that were kept.

import type { LogDraft } from '../../../shared/domain/log.ts'
import { isoTime } from '../../../shared/text/time.ts'
import type { Kernel } from '../journal/kernel.ts'

const tellEveryMs = 1000

export function createLostLines(kernel: Kernel, writeLog: (drafts: readonly LogDraft[]) => void): (appId: string, count: number) => void {
  const losses = new Map<string, { count: number; readonly since: number }>()

  function tell(appId: string): void {
    const loss = losses.get(appId)
    losses.delete(appId)
    if (loss === undefined || kernel.state.apps[appId] === undefined) return
    writeLog([{ appId, at: kernel.clock.now(), source: 'app', ps: 'log-shuttle', text: `Error L12: ${loss.count} messages dropped since ${isoTime(loss.since)}.` }])
  }

  return (appId, count) => {
    const loss = losses.get(appId)
    if (loss !== undefined) {
      loss.count += count
      return
    }
    losses.set(appId, { count, since: kernel.clock.now() })
    kernel.clock.after(tellEveryMs, () => tell(appId))
  }
}
