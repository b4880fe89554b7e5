// Redis servers in containers, as who runs such servers sees them: each with a volume of its own if its data lasts, published on loopback, and
// gone when the engine is gone. Which container engine that is, and how it is spoken to, is not theirs to know.

export type RedisBoxImage =
  | { readonly kind: 'ready'; readonly image: string; readonly version: string }
  | { readonly kind: 'trouble'; readonly happened: string; readonly fix: string }

export type RedisBoxOrder = {
  /** Of the node: its container and its volume bear it, so that there is never a second one. */
  readonly id: string
  readonly image: string
  /** Of redis.conf; `dir` is `boxData`. */
  readonly config: string
  readonly memoryBytes: number
  readonly persists: boolean
  /** Whatever its end. */
  ended(how: string): void
}

export type RedisBox = {
  /** On 127.0.0.1. */
  readonly port: number
  kill(): Promise<void>
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** In order. Resolves when it is gone. */
  stop(): Promise<void>
  /** What it printed. Rejects when it failed, with what it said. */
  run(command: readonly string[]): Promise<string>
}

/** All but `look` reject in words. */
export type RedisBoxes = {
  look(): Promise<RedisBoxImage>
  /** What is left of an earlier engine's is ended first, in order. Resolves when its program was started. */
  start(order: RedisBoxOrder): Promise<RedisBox>
  /** With its data. One that is not there is no error, and neither is an engine that is not there. */
  remove(id: string): Promise<void>
}

const boxFolder = '/var/lib/dynarium-redis'
export const boxData = `${boxFolder}/data`
export const boxConfig = `${boxFolder}/redis.conf`
export const boxPort = 6379
