// Reports on their way to the engine: in batches, a few at a time, bounded. An engine that is slow for a moment costs nothing; one
// that is slow for long costs reports, which are counted by app.

import type { RequestReport } from '../../../shared/domain/route.ts'
import type { EdgeReport } from '../../engine/ports/http-edge.ts'

export type ReportQueue = {
  add(report: RequestReport): void
  /** The other side took a batch. */
  taken(): void
  /** Sends all there is, whoever waits. */
  flush(): void
}

const batchMs = 100
const batchSize = 500
const maxWaiting = 20_000
const maxOnTheWay = 4

export function createReportQueue(send: (report: EdgeReport) => void): ReportQueue {
  let waiting: RequestReport[] = []
  let dropped = new Map<string, number>()
  let onTheWay = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  function add(report: RequestReport): void {
    if (waiting.length >= maxWaiting) {
      const app = report.appId ?? ''
      dropped.set(app, (dropped.get(app) ?? 0) + 1)
      return
    }
    waiting.push(report)
    if (waiting.length >= batchSize) sendMost()
    else timer ??= setTimeout(sendMost, batchMs)
  }

  function sendMost(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    while (waiting.length > 0 && onTheWay < maxOnTheWay) sendOne()
  }

  function sendOne(): void {
    const requests = waiting.slice(0, batchSize)
    waiting = waiting.slice(batchSize)
    const lost = [...dropped.values()].reduce((sum, count) => sum + count, 0)
    const byApp = Object.fromEntries([...dropped].filter(([app]) => app !== ''))
    dropped = new Map()
    onTheWay += 1
    send({ requests, dropped: lost, ...(lost === 0 ? {} : { droppedByApp: byApp }) })
  }

  function taken(): void {
    onTheWay -= 1
    if (waiting.length >= batchSize) sendMost()
    else if (waiting.length > 0) timer ??= setTimeout(sendMost, batchMs)
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    while (waiting.length > 0) sendOne()
  }

  return { add, taken, flush }
}
