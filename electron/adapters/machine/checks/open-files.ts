import { readFile } from 'node:fs/promises'
import type { Check, Finding } from '../check.ts'

const few = 4096

export const openFiles: Check = {
  id: 'open-files', group: 'machine', title: 'Open files', purpose: 'Each request under way and each dyno takes a few.',
  look: async ({ platform, findShell, ask }) => {
    if (platform === 'win32') return { state: 'fine', found: 'Windows has no such limit' }
    const text = platform === 'linux' ? (/^Max open files\s+(\S+)/m.exec(await readFile('/proc/self/limits', 'utf8'))?.[1] ?? '') : await askShell(findShell(), ask)
    return limitFinding(text, platform)
  },
}

async function askShell(shell: string | null, ask: (argv: readonly string[]) => Promise<{ text: string }>): Promise<string> {
  return shell === null ? '' : (await ask([shell, '-c', 'ulimit -n'])).text
}

export function limitFinding(text: string, platform: NodeJS.Platform): Finding {
  if (text === 'unlimited') return { state: 'fine', found: 'no limit' }
  const limit = Number(text)
  if (text === '' || !Number.isInteger(limit)) return { state: 'unknown', found: 'the system did not say', raw: text }
  if (limit >= few) return { state: 'fine', found: `up to ${limit}` }
  return {
    state: 'warning', found: `only ${limit}`, fix: 'Enough for small apps. For much traffic raise it in the shell that starts Dynarium, then start it there.',
    command: platform === 'darwin' ? 'ulimit -n 10240' : 'ulimit -n 65536',
  }
}
