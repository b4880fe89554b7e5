// Reports on their way to the engine: in batches, a few at a time, bounded. An engine that is slow for a moment costs nothing; one
// that is slow for long costs reports, which are counted by app.

import { ReportPacker, type PackedBatch, type PackedReports, type ReportDraft } from './packed-reports.ts'

export type ReportQueue = {
  /** Reads what it needs at once: the draft can be filled anew. */
  add(report: ReportDraft): void
  /** The other side took a batch. */
  taken(): void
  /** Sends all there is, whoever waits. */
  flush(): void
}

const batchMs = 100
const batchSize = 500
/** Full batches that wait: 20,000 reports with the one that is being filled. */
const maxWaiting = 39
const maxOnTheWay = 4

export function createReportQueue(send: (reports: PackedReports) => void): ReportQueue {
  const packer = new ReportPacker(batchSize)
  const waiting: PackedBatch[] = []
  const dropped = new Map<string, number>()
  let onTheWay = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  function add(report: ReportDraft): void {
    if (packer.count === batchSize) {
      const app = report.appId ?? ''
      dropped.set(app, (dropped.get(app) ?? 0) + 1)
      return
    }
    packer.add(report)
    if (packer.count === batchSize) full()
    else timer ??= setTimeout(sendMost, batchMs)
  }

  /** It can not be put aside while too many are: what comes on top is lost. */
  function full(): void {
    if (waiting.length < maxWaiting) waiting.push(packer.take())
    sendMost()
  }

  function sendMost(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    while (onTheWay < maxOnTheWay && sendOne());
  }

  function sendOne(): boolean {
    const next = waiting.shift() ?? (packer.count > 0 ? packer.take() : null)
    if (next === null) return false
    if (packer.count === batchSize) waiting.push(packer.take())
    onTheWay += 1
    const lost = [...dropped.values()].reduce((sum, count) => sum + count, 0)
    const byApp = Object.fromEntries([...dropped].filter(([app]) => app !== ''))
    dropped.clear()
    send({ ...next, dropped: lost, droppedByApp: byApp })
    return true
  }

  function wasTaken(): void {
    onTheWay -= 1
    if (waiting.length > 0 || packer.count === batchSize) sendMost()
    else if (packer.count > 0) timer ??= setTimeout(sendMost, batchMs)
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    while (sendOne());
  }

  return { add, taken: wasTaken, flush }
}
