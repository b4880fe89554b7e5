// What the engine's thread and the drains' thread say to each other.

import type { Drain, DrainReading } from '../../../shared/domain/drain.ts'
import type { PackedLines } from '../parts/packed-lines.ts'

export type ToDrains =
  | { readonly kind: 'open'; readonly drain: Pick<Drain, 'id' | 'token' | 'url'> }
  | { readonly kind: 'close'; readonly id: string }
  /** `lost`: by drain, what was not sent here since the message before, because too much was on its way. */
  | { readonly kind: 'lines'; readonly ids: readonly string[]; readonly lines: PackedLines; readonly lost: Readonly<Record<string, number>> }
  | { readonly kind: 'stop' }

export type FromDrains =
  | { readonly kind: 'took'; readonly lines: number }
  | { readonly kind: 'fared'; readonly readings: readonly DrainReading[] }
  | { readonly kind: 'stopped' }
