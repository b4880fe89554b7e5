// A batch of reports in the form in which it goes from thread to thread: numbers in one array, texts in one string, and names that
// come again and again as numbers. Thirty thousand objects a second would cost the engine's thread most of its time.

import type { RequestReport } from '../../../shared/domain/route.ts'
import type { EdgeReport } from '../../engine/ports/http-edge.ts'

export type PackedBatch = {
  readonly count: number
  readonly numbers: Float64Array
  readonly names: readonly string[]
  /** Path, request id and X-Forwarded-For of each, a line each: none of them can hold a line end. */
  readonly texts: string
}

export type PackedReports = PackedBatch & { readonly dropped: number; readonly droppedByApp: Readonly<Record<string, number>> }

/** A report as it is filled in place; absent and undefined are the same. */
export type ReportDraft = { -readonly [Key in keyof RequestReport]: undefined extends RequestReport[Key] ? RequestReport[Key] | undefined : RequestReport[Key] }

const width = 18
const none = -1

export class ReportPacker {
  count = 0
  readonly #numbers: Float64Array
  readonly #texts: string[] = []
  #names: string[] = []
  readonly #known = new Map<string, number>()

  constructor(size: number) {
    this.#numbers = new Float64Array(size * width)
  }

  add(report: ReportDraft): void {
    const { method, path, requestId, fwd } = report
    const at = this.count * width
    const numbers = this.#numbers
    numbers[at] = report.at
    numbers[at + 1] = report.connectMs ?? none
    numbers[at + 2] = report.serviceMs ?? none
    numbers[at + 3] = report.totalMs
    numbers[at + 4] = report.heldMs ?? none
    numbers[at + 5] = report.status ?? none
    numbers[at + 6] = report.bytes ?? none
    numbers[at + 7] = report.tries ?? none
    numbers[at + 8] = this.#name(method)
    numbers[at + 9] = this.#nameOrNone(report.appId)
    numbers[at + 10] = this.#name(report.host)
    numbers[at + 11] = this.#nameOrNone(report.dynoId)
    numbers[at + 12] = this.#nameOrNone(report.dyno)
    numbers[at + 13] = this.#nameOrNone(report.code)
    numbers[at + 14] = this.#nameOrNone(report.rules)
    numbers[at + 15] = this.#nameOrNone(report.cause)
    numbers[at + 16] = this.#nameOrNone(report.agent)
    numbers[at + 17] = report.faults === undefined ? none : this.#name(report.faults.join('\n'))
    this.#texts.push(path, requestId, fwd)
    this.count += 1
  }

  /** Begins anew. */
  take(): PackedBatch {
    const packed = { count: this.count, numbers: this.#numbers.slice(0, this.count * width), names: this.#names, texts: this.#texts.join('\n') }
    this.count = 0
    this.#texts.length = 0
    this.#names = []
    this.#known.clear()
    return packed
  }

  #nameOrNone(name: string | null | undefined): number {
    return name === null || name === undefined ? none : this.#name(name)
  }

  #name(name: string): number {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const index = this.#names.push(name) - 1
    this.#known.set(name, index)
    return index
  }
}

export function unpackReports({ count, numbers, names, texts, dropped, droppedByApp }: PackedReports): EdgeReport {
  const lines = texts.split('\n')
  const requests: RequestReport[] = []
  for (let index = 0; index < count; index++) {
    const at = index * width
    const number = (offset: number): number => numbers[at + offset] ?? none
    const amount = (offset: number): number | null => (number(offset) === none ? null : number(offset))
    const name = (offset: number): string | null => names[number(offset)] ?? null
    const held = amount(4)
    const tries = amount(7)
    const rules = name(14)
    const cause = name(15)
    const agent = name(16)
    const faults = name(17)
    requests.push({
      at: number(0), appId: name(9), method: name(8) ?? '', path: lines[index * 3] ?? '', host: name(10) ?? '', requestId: lines[index * 3 + 1] ?? '', fwd: lines[index * 3 + 2] ?? '',
      dynoId: name(11), dyno: name(12), connectMs: amount(1), serviceMs: amount(2), totalMs: number(3), status: amount(5), bytes: amount(6), protocol: 'http', code: name(13),
      ...(held === null ? {} : { heldMs: held }), ...(tries === null ? {} : { tries }), ...(cause === null ? {} : { cause }), ...(agent === null ? {} : { agent }),
      ...(rules === 'classic' || rules === 'current' ? { rules } : {}), ...(faults === null ? {} : { faults: faults.split('\n') }),
    })
  }
  return { requests, dropped, ...(dropped === 0 ? {} : { droppedByApp }) }
}
