// Toxics: what can be done to the bytes of a connection. Names, attributes and defaults are Toxiproxy's (its README); `loss` and
// `corrupt` are ours. They act on a stream of bytes above TCP, so a "lost" chunk is one that comes late by a retransmission, never a hole.

export type ToxicStream = 'upstream' | 'downstream'

export type ToxicSettings =
  | { readonly type: 'latency'; readonly latencyMs: number; readonly jitterMs: number; readonly distribution: 'uniform' | 'normal' | 'pareto' }
  /** Kilobytes a second, as Toxiproxy has it. 0: nothing passes. */
  | { readonly type: 'bandwidth'; readonly rateKBps: number }
  /** The close is passed on so much later. */
  | { readonly type: 'slow_close'; readonly delayMs: number }
  /** Nothing passes; the connection is closed after so long, or never for 0. */
  | { readonly type: 'timeout'; readonly timeoutMs: number }
  /** The same, ended by a TCP reset. */
  | { readonly type: 'reset_peer'; readonly timeoutMs: number }
  /** Chunks of about `averageSize` bytes, each `delayUs` microseconds after the one before. */
  | { readonly type: 'slicer'; readonly averageSize: number; readonly sizeVariation: number; readonly delayUs: number }
  /** Closed once so many bytes have passed. */
  | { readonly type: 'limit_data'; readonly bytes: number }
  /** Each chunk is held for `retransmitMs` with this chance, and all behind it: what packet loss is to a byte stream. */
  | { readonly type: 'loss'; readonly percent: number; readonly retransmitMs: number }
  /** Each byte is changed with this chance, per million. */
  | { readonly type: 'corrupt'; readonly perMillion: number }

export type Toxic = {
  readonly name: string
  readonly stream: ToxicStream
  /** Share of connections it is put on, 0 to 1. */
  readonly toxicity: number
  readonly settings: ToxicSettings
}

export type SettingsOf<Type extends ToxicSettings['type']> = Extract<ToxicSettings, { readonly type: Type }>
