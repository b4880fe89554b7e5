// The published images of a stack, from their registry: one for dynos, one for builds. By digest where it is known; else by tag, and
// what came is known by the digest that the engine keeps.

import type Docker from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews, BringPart } from '../../../shared/protocol/containers.ts'
import { followEngine, type EngineLine } from './engine-lines.ts'
import { imageTrouble } from './image-trouble.ts'
import { buildStackOf, type PublishedImage, type StackSource } from './stack-data.ts'
import { nameStackImage } from './stack-images.ts'

/** @returns the stacks that came */
export async function pullStack(docker: Docker, { stack, published }: StackSource, tell: (news: BringNews) => void, signal: AbortSignal): Promise<readonly string[]> {
  const wanted = [[stack, published.run], [buildStackOf(stack), published.build]] as const
  const bars = createLayerBars()
  for (const [name, image] of wanted) {
    const reference = referenceOf(image)
    tell({ kind: 'step', text: `Pulling ${reference} for ${name}` })
    try {
      await followEngine(await docker.pull(reference, { abortSignal: signal }), (line) => {
        const parts = bars.take(line, `${image.repository}:${image.tag}`)
        if (parts !== null) tell({ kind: 'progress', parts })
      })
      await nameStackImage(docker, reference, name)
    } catch (error) {
      throw imageTrouble(error, signal.aborted, (why) => new PlatformError('image-pull-failed', { image: reference, why: shortened(why) }))
    }
  }
  return wanted.map(([name]) => name)
}

const referenceOf = ({ repository, tag, digest }: PublishedImage): string => (digest === null ? `${repository}:${tag}` : `${repository}@${digest}`)

const whole = /^(Pull complete|Already exists)$/
const loaded = /^(Download complete|Verifying Checksum|Extracting)$/

/** A bar a layer. Its length is what is loaded; unpacking is said by its label. */
function createLayerBars(): { take(line: EngineLine, image: string): readonly BringPart[] | null } {
  const parts = new Map<string, BringPart>()
  return {
    take: ({ id, status = '', progressDetail }, image) => {
      if (id === undefined || !/^[0-9a-f]{12}$/.test(id)) return null
      const before = parts.get(id)
      const { current = null, total = null } = status === 'Downloading' ? (progressDetail ?? {}) : {}
      const length = total ?? before?.total ?? null
      const isLoaded = whole.test(status) || loaded.test(status)
      parts.set(id, { id, label: `${image} ${id}: ${status.toLowerCase()}`, done: isLoaded ? (length ?? 1) : (current ?? before?.done ?? 0), total: isLoaded ? (length ?? 1) : length })
      return [...parts.values()]
    },
  }
}

/** Of an error that comes with a chain of addresses and tries, the end says why. */
function shortened(why: string): string {
  const causes = why.split(': ')
  return why.length <= 160 ? why : causes.slice(-2).join(': ')
}
