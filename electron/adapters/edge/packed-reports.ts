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
  #texts = ''
  #names: string[] = []
  readonly #known = new Map<string, number>()
  /** Of each column: the name put there last, and its number. */
  readonly #last: (string | null)[] = Array.from({ length: width }, () => null)
  readonly #lastIndex: number[] = Array.from({ length: width }, () => none)

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
    this.#put(at, 8, method)
    this.#put(at, 9, report.appId)
    this.#put(at, 10, report.host)
    this.#put(at, 11, report.dynoId)
    this.#put(at, 12, report.dyno)
    this.#put(at, 13, report.code)
    this.#put(at, 14, report.rules)
    this.#put(at, 15, report.cause)
    this.#put(at, 16, report.agent)
    this.#put(at, 17, report.faults?.join('\n'))
    this.#texts += `${path}\n${requestId}\n${fwd}\n`
    this.count += 1
  }

  /** Begins anew. */
  take(): PackedBatch {
    const packed = { count: this.count, numbers: this.#numbers.slice(0, this.count * width), names: this.#names, texts: this.#texts }
    this.count = 0
    this.#texts = ''
    this.#names = []
    this.#known.clear()
    this.#last.fill(null)
    return packed
  }

  /** Most are what they were in the report before. */
  #put(at: number, column: number, name: string | null | undefined): void {
    if (name === null || name === undefined) {
      this.#numbers[at + column] = none
      return
    }
    if (this.#last[column] !== name) {
      this.#last[column] = name
      this.#lastIndex[column] = this.#name(name)
    }
    this.#numbers[at + column] = this.#lastIndex[column] as number
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
