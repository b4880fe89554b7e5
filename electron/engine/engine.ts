// The only way in: createEngine(ports). Furnishes the rooms, wires the few one-method interfaces between them, and answers
// calls and streams. No module-level state: two engines in one process do not know of each other.

import { PlatformError } from '../../shared/errors/platform-error.ts'
import { calls, type CallName } from '../../shared/protocol/calls.ts'
import { streams, type StreamName } from '../../shared/protocol/streams.ts'
import type { CallContext, Reader, Room } from './journal/room.ts'
import type { Kernel } from './journal/kernel.ts'

export type Engine = {
  readonly kernel: Kernel
  /** Validates, decides, waits until it is on disk, answers. `name` and `input` may come from anywhere. Rejects with PlatformError. */
  call(name: string, input: unknown, by: string): Promise<unknown>
  open(name: string, input: unknown): Reader<unknown>
  stop(): Promise<void>
}
