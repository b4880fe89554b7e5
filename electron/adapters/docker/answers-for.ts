import type Docker from 'dockerode'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { asSentence, wordsOf } from './docker-error.ts'

/** Resolves when dynos of that kind can be started in the engine now; rejects in words. */
export async function answersFor(kind: RuntimeKind, docker: Docker): Promise<void> {
  if (kind !== 'docker') throw new PlatformError('runtime-unknown', { runtime: kind, why: 'these are containers' })
  await docker.ping().catch((error: unknown) => {
    throw new PlatformError('docker-unavailable', { happened: `Docker does not answer: ${asSentence(wordsOf(error))}`, fix: 'Start it, then try again.' })
  })
}
