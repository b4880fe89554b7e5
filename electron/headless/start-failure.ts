import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { ServeOptions } from './serve-options.ts'

/** One sentence for people: what is in the way, and what to try. */
export function explainFailure(error: unknown, options: ServeOptions | null): string {
  if (error instanceof PlatformError) return `${error.message} ${error.help}`
  const { code, port, path, message } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') {
    // The edge listens in a thread of its own, and its error lost the port on the way.
    const taken = port ?? options?.routerPort
    const flag = taken === options?.routerPort ? '--router-port' : '--port'
    return `Port ${taken} is taken by another program. Stop it, or choose another with ${flag} (0 takes any that is free).`
  }
  if (code === 'EACCES' && port !== undefined) return `Port ${port} needs rights that Dynarium does not have. Choose one above 1023.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${path ?? options?.dataDir} can not be written. Choose another folder with --data-dir.`
  if (code === 'ENOSPC') return `The disk of ${options?.dataDir} is full. Free some space, then start again.`
  return message
}
