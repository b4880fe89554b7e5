// What the engine's thread and the sender's thread say to each other.

import type { TrafficSecond } from '../../../shared/domain/traffic.ts'
import type { Manner, TrafficOrder, VisitAnswer, VisitMore } from '../../engine/ports/traffic-source.ts'

/** `port`: the router's, on loopback; nothing is sent anywhere else. */
export type ThreadStart = { readonly port: number }

/** `ask` numbers what is answered. */
export type ToSender =
  | { readonly kind: 'start'; readonly order: TrafficOrder }
  | { readonly kind: 'move'; readonly appId: string; readonly host: string }
  | { readonly kind: 'stop'; readonly appId: string; readonly ask: number }
  | { readonly kind: 'visit'; readonly host: string; readonly path: string; readonly more: VisitMore; readonly ask: number }
  | { readonly kind: 'misbehave'; readonly host: string; readonly manner: Manner; readonly ask: number }
  | { readonly kind: 'close' }

export type FromSender =
  | { readonly kind: 'second'; readonly appId: string; readonly second: TrafficSecond }
  | { readonly kind: 'over'; readonly appId: string }
  | { readonly kind: 'stopped'; readonly ask: number }
  | { readonly kind: 'visited'; readonly ask: number; readonly answer: VisitAnswer }
