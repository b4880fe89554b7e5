// What the engine's thread and the thread of kept logs say to each other.

import type { LogSearch, SearchOrder, WatchNews } from '../../engine/ports/log-search.ts'
import type { PackedLines } from '../parts/packed-lines.ts'

export type ThreadStart = { readonly folder: string }

export type Question =
  | { readonly call: 'search'; readonly id: string; readonly order: SearchOrder }
  | { readonly call: 'facts' | 'archives' | 'remove'; readonly id: string }
  | { readonly call: 'archive'; readonly id: string; readonly name: string }
  | { readonly call: 'stop' }

export type ToSearch =
  | { readonly kind: 'open'; readonly log: Parameters<LogSearch['open']>[0] }
  | { readonly kind: 'lines'; readonly id: string; readonly lines: PackedLines }
  | { readonly kind: 'watch'; readonly id: string; readonly watch: Parameters<LogSearch['watch']>[1] }
  | { readonly kind: 'unwatch'; readonly watchId: string }
  | { readonly kind: 'ask'; readonly ask: number; readonly question: Question }

export type FromSearch =
  | { readonly kind: 'took'; readonly lines: number }
  | { readonly kind: 'watched'; readonly news: readonly WatchNews[] }
  | { readonly kind: 'answer'; readonly ask: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly ask: number; readonly why: string }
