// What the stacks are: where Heroku publishes their images, and the packages one is built from on this machine. Data, in resources.

import heroku24 from '../../../resources/stacks/heroku-24.json' with { type: 'json' }

export type PublishedImage = {
  readonly repository: string
  readonly tag: string
  /** Taken in place of the tag where it is known. */
  readonly digest: string | null
}

export type StackSource = {
  readonly stack: string
  readonly published: { readonly run: PublishedImage; readonly build: PublishedImage }
  readonly built: {
    /** By the system's id, as /etc/os-release has it. */
    readonly suites: Readonly<Record<string, string>>
    readonly components: Readonly<Record<string, string>>
    /** Where packages come from, in place of the system's own archive: an address, or lines as in sources.list. */
    readonly mirrors?: Readonly<Record<string, string>>
    /** Of mmdebstrap and debootstrap. */
    readonly variant: string
    readonly packages: readonly string[]
  }
}

export const stackSources: readonly StackSource[] = [heroku24]

const repository = 'dynarium/stack'

/** The name that the image of a stack goes by in the engine. */
export const nameOf = (stack: string): { readonly repo: string; readonly tag: string } => ({ repo: repository, tag: stack })

/** What builds run in: an image of its own where it was pulled, else that of the stack. */
export const buildStackOf = (stack: string): string => `${stack}-build`

export const stackLabels = { stack: 'local.dynarium.stack', from: 'local.dynarium.from', builds: 'local.dynarium.builds' } as const

/** Podman writes names in full. */
export const shortName = (name: string): string => name.replace(/^(docker\.io|localhost)\//, '')

/** The stack that a name of an image means, or null. */
export function stackNamed(name: string, sources: readonly StackSource[]): string | null {
  const short = shortName(name)
  if (short.startsWith(`${repository}:`)) return short.slice(repository.length + 1)
  for (const { stack, published: { run, build } } of sources) {
    if (short === `${run.repository}:${run.tag}`) return stack
    if (short === `${build.repository}:${build.tag}`) return buildStackOf(stack)
  }
  return null
}
