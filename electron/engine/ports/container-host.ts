// The container engine of this machine, and the images of stacks in it: what dynos in containers are made of. On Heroku these are
// the platform's business; here they are brought by pulling, by building them from packages, or from a file.

import type { BringNews, BringOrder, DockerReport, MadeThing, Removal, StackImage } from '../../../shared/protocol/containers.ts'

export type ContainerHost = {
  /** Stacks that can be pulled or built. */
  readonly stacks: readonly string[]
  /** Looks anew each time, within a few seconds. Never rejects: trouble is an answer. */
  look(): Promise<DockerReport>
  /** Those of stacks only. Like all below it rejects with `docker-unavailable` when there is no engine. */
  images(): Promise<readonly StackImage[]>
  bring(order: BringOrder, tell: (news: BringNews) => void): Bringing
  /** To a file that is not there yet; resolves with its size in bytes once it is whole. */
  exportImage(image: string, path: string): Promise<number>
  /** Refuses with `image-in-use` while a container is made of it. */
  removeImage(image: string): Promise<void>
  /** The image that dynos of a stack start from; rejects with `image-missing` when there is none. */
  imageOf(stack: string): Promise<string>
  /** All in the engine that a Dynarium of this machine made, whatever its data folder; nothing else is ever listed. */
  made(): Promise<readonly MadeThing[]>
  /** Goes on when one of them can not be removed. What is in use goes, too. */
  removeMade(things: readonly Pick<MadeThing, 'kind' | 'id'>[]): Promise<Removal>
  /** Ends what is under way. */
  stop(): Promise<void>
}

export type Bringing = {
  /** Rejects with PlatformError: what went wrong, or `image-cancelled`. Nothing half done is left then. */
  readonly done: Promise<readonly StackImage[]>
  cancel(): void
}
