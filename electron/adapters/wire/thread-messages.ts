// What the engine's thread and the proxies' thread say to each other.

import type { Toxic } from '../../../shared/wire/toxic.ts'
import type { WireTrouble } from '../../../shared/wire/wire-refusal.ts'
import type { Switchboard } from './switchboard.ts'

/** A proxy as it is made again after its thread broke. */
export type KeptProxy = { readonly name: string; readonly listen: string; readonly upstream: string; readonly enabled: boolean; readonly toxics: readonly Toxic[] }

export type ThreadStart = { readonly kept: readonly KeptProxy[] }

export type Question = { readonly [Name in keyof Switchboard]: { readonly call: Name; readonly args: Parameters<Switchboard[Name]> } }[keyof Switchboard]

/** `ask` numbers what is answered. */
export type ToWire = Question & { readonly ask: number }

export type FromWire =
  | { readonly kind: 'done'; readonly ask: number; readonly answer: unknown; readonly kept: readonly KeptProxy[] }
  | { readonly kind: 'refused'; readonly ask: number; readonly trouble: WireTrouble | null; readonly message: string; readonly kept: readonly KeptProxy[] }
  | { readonly kind: 'trouble'; readonly text: string }
