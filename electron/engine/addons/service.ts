// What a service of the marketplace is to the room: one file (or folder) each, with this and nothing more. The room does the rest:
// names, attachments, config vars, releases, states, confirmation. README.md says how to write one.

import type { AddOn, AddOnConfig } from '../../../shared/domain/add-on.ts'
import type { Plan, Service } from '../../../shared/add-ons/catalogue.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import type { AddOnServers } from '../platform/addon-servers.ts'

export type Order = {
  readonly addOn: AddOn
  readonly plan: Plan
  readonly cause: Cause
}

export type Provisioned = {
  /** Config vars as the service names them, by credential. */
  readonly config: AddOnConfig
  /** What the service has to say, e.g. what is not real. A sentence. */
  readonly message: string | null
}

export type AddOnService = {
  /** As in the catalogue. */
  readonly slug: string
  /** Refuses options that make no sense, before anything is written. Throws PlatformError, or rejects with one where it has to look. */
  check?(order: { readonly appId: string; readonly plan: Plan; readonly options: Readonly<Record<string, string>> }): Promise<void> | undefined | void
  /**
   * Makes it. May come again for the same add-on after an engine was killed half way: what is left of the first time is its own to clear.
   * Rejects with a PlatformError; what was begun must be gone then.
   */
  provision(order: Order): Promise<Provisioned>
  /** To `plan`. Rejects with a PlatformError when it does not fit, having changed nothing. `config` only if it changed. */
  changePlan(order: Order & { readonly from: Plan }): Promise<{ readonly config?: AddOnConfig; readonly message: string | null }>
  /** Everything of it goes. May come again. Resolves also when nothing was there. */
  deprovision(addOn: AddOn): Promise<void>
  /** At a start of the engine, for each that is provisioned: bring it up. What fails is told by the service in events of its own. */
  resume?(addOn: AddOn, plan: Plan): Promise<void>
  /** It is destroyed while it is still being made: `provision`, which may take long, ends soon. Without this it can not be destroyed before its end. */
  abandon?(addOn: AddOn): void
  /** Its servers, where faults can reach them. */
  readonly servers?: AddOnServers
  /** Calls and streams of its own, start and stop. */
  readonly room?: Room
}

/** What the room does for services. */
export type AddOnDesk = {
  readonly kernel: Kernel
  /** By name or id, of this service. Throws PlatformError. */
  find(nameOrId: string, service: string): AddOn
  planOf(addOn: AddOn): Plan
  /**
   * Other values for its config vars: every app that it is attached to gets them with a release (`Update DATABASE by ...`), and its dynos
   * restart. No release command runs, as on Heroku when an add-on changes its own config vars. Nothing happens when they are the same.
   */
  configure(addOnId: string, config: AddOnConfig, as: { readonly why: string; readonly cause: Cause }): void
  /** For what runs beside calls: failures are told of, never lost. */
  readonly onTrouble: (error: unknown) => void
}

export type MakeService = (desk: AddOnDesk) => AddOnService

/** Services that come and go while the engine runs: those of third parties. */
export type HostDesk = AddOnDesk & {
  /** A new one, or another description of one that was offered before. Throws PlatformError `addon-service-taken`. */
  offer(entry: Service, source: { readonly name: string; readonly words: string }, service: AddOnService): void
  withdraw(slug: string): void
}

export type MakeHost = (desk: HostDesk) => Room
