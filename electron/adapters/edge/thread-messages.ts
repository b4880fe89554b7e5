// What the engine's thread and the edge's thread say to each other. Plain data in order, so a restarted thread is told all again.

import type { Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { EdgeFault } from '../../engine/ports/http-edge.ts'
import type { PackedReports } from './packed-reports.ts'

/** `routes` and `faults`: those of the thread before, so that the first request already finds its app. */
export type ThreadStart = { readonly port: number; readonly routes: readonly Route[]; readonly faults: readonly EdgeFault[]; readonly cookieSecret: string }

export type ToEdge =
  | { readonly kind: 'set'; readonly route: Route }
  | { readonly kind: 'remove'; readonly appId: string }
  | { readonly kind: 'faults'; readonly faults: readonly EdgeFault[] }
  | { readonly kind: 'restart' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'load-taken' }
  | { readonly kind: 'stop' }

export type FromEdge =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }
  | { readonly kind: 'report'; readonly reports: PackedReports }
  | { readonly kind: 'wake'; readonly appId: string; readonly requestId: string }
  | { readonly kind: 'load'; readonly loads: readonly AppLoad[] }
  | { readonly kind: 'probed'; readonly appId: string; readonly dynoId: string; readonly ready: boolean; readonly detail: string }
  | { readonly kind: 'drained'; readonly dynoId: string }
  /** It listens again. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'stopped' }
