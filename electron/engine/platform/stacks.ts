// Stacks: the operating system image an app is built and run on. Heroku names them after their Ubuntu release. A change takes
// effect with the next build. Simplified: on this platform a stack is a name that builds and slugs carry; the host's own
// runtimes stand in for the image unless dynos run in containers.

import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import { stackNames } from '../../../shared/domain/stacks.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export const defaultStack = 'heroku-24'

export function checkStack(stack: string): void {
  if (!stackNames.includes(stack)) throw new PlatformError('stack-not-found', { stack, known: stackNames.join(', ') })
}

/** Throws `stack-needs-containers`. */
export function checkImagesRun(app: string, runtime: RuntimeKind): void {
  if (runtime === 'process') throw new PlatformError('stack-needs-containers', { app })
}
