import type { Pipe } from './pipe.ts'
import type { Toxic, ToxicSettings } from './toxic.ts'
import type { Item } from './toxic-run.ts'

export function toxic(settings: ToxicSettings, more: Partial<Toxic> = {}): Toxic {
  return { name: settings.type, stream: 'downstream', toxicity: 1, settings, ...more }
}

export function counted(length: number, from = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (from + index) % 251)
}

/** What left, and when it was taken, to `untilMs`; time passes from one due moment to the next. */
export function runTo(pipe: Pipe, fromMs: number, untilMs: number): { readonly item: Item; readonly at: number }[] {
  const left: { item: Item; at: number }[] = []
  let now = fromMs
  for (;;) {
    for (let item = pipe.take(now); item !== null; item = pipe.take(now)) left.push({ item, at: now })
    const next = pipe.nextAt()
    if (next > untilMs) return left
    now = Math.max(now, next)
  }
}

export function bytesOf(items: readonly { readonly item: Item }[]): number[] {
  return items.flatMap(({ item }) => (item.kind === 'bytes' ? [...item.bytes] : []))
}

export function endOf(items: readonly { readonly item: Item; readonly at: number }[]): string | null {
  const last = items[items.length - 1]
  return last === undefined || last.item.kind === 'bytes' ? null : `${last.item.kind} ${last.at}`
}
