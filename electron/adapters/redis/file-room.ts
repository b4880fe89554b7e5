// Takes from a server that runs the right to make files longer, root's too: the kernel fails its writes with EFBIG (File too large) where a full
// disk says ENOSPC, and Redis does with either what it does on a full disk. Linux only, by `prlimit` of util-linux; the limit that can be
// raised again without rights is the soft one. It ends with the process.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export async function takeFileRoom(pid: number, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (platform !== 'linux') throw new Error('the disk of a running process can only be taken from it on Linux. Cut its link instead, or use a redis-server in Docker')
  await limit(pid, '0')
}

/** One that is gone is no error. */
export async function giveFileRoom(pid: number): Promise<void> {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => null)
  const hard = limits === null ? undefined : /^Max file size\s+\S+\s+(\S+)/m.exec(limits)?.[1]
  if (hard !== undefined) await limit(pid, hard)
}

async function limit(pid: number, soft: string): Promise<void> {
  try {
    await run('prlimit', ['--pid', String(pid), `--fsize=${soft}:`], { env: { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin` } })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error('the program prlimit was not found, which takes the disk from a running process. Install util-linux', { cause: error })
    throw new Error(`prlimit could not do it: ${error instanceof Error ? error.message.trim() : String(error)}`, { cause: error })
  }
}
