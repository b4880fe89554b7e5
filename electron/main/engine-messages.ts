// What the window process and the engine process say to each other, beside the ports they hand over.

/** To the engine. `client` comes with one MessagePort: the far end of a page's connection. */
export type ToEngine = { kind: 'client' } | { kind: 'shutdown' }

/** From the engine. `ready` once, when it serves; `failed` instead when it can not start; `stopped` when all is shut down. */
export type FromEngine =
  | { kind: 'ready'; url: string; router: string; token: string }
  | { kind: 'failed'; message: string }
  | { kind: 'stopped' }

/** What a page is told about the engine, so that it can show it and ask for a new port. */
export type EngineState =
  | { kind: 'starting' }
  | { kind: 'ready'; url: string; router: string }
  | { kind: 'failed'; message: string }
  | { kind: 'lost'; message: string }
