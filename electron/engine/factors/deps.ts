// What checks need from other rooms and from outside, as interfaces that engine.ts wires. They act by the same calls as people.

import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import type { CallName } from '../../../shared/protocol/calls.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import type { Reader } from '../journal/room.ts'
import type { BuildHost } from '../ports/build-host.ts'
import type { GitHost } from '../ports/git-host.ts'
import type { Ports } from '../ports/index.ts'
import type { TrafficSource } from '../ports/traffic-source.ts'
import type { Wire } from '../ports/wire.ts'

export type FactorDeps = {
  readonly runtime: RuntimeKind
  readonly version: string
  /** As that person; rejects with PlatformError. */
  call(name: CallName, input: unknown, by: string): Promise<unknown>
  openRun(dynoId: string): Reader<unknown>
  readonly traffic: Pick<TrafficSource, 'visit'>
  /** Witnesses of connections: links that lead nowhere, and count. */
  readonly wire: Pick<Wire, 'create' | 'list' | 'remove' | 'update'>
  /** To read the source as a build sees it. */
  readonly builds: Pick<BuildHost, 'open'>
  readonly git: Pick<GitHost, 'lookAt' | 'findInHistory'>
  readonly samples: Ports['samples']
  hostOf(appName: string): string
  onTrouble(error: unknown): void
}

export type RunItem = StreamItem<'run'>
