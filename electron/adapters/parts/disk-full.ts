import { PlatformError } from '../../../shared/errors/platform-error.ts'

/** Does the work; a full disk or quota becomes `disk-full` with what was not kept. */
export async function withDiskFull<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new PlatformError('disk-full', { what })
    throw error
  }
}
