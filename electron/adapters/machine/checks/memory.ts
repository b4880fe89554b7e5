import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Check } from '../check.ts'

const lowBytes = 512 * 1024 ** 2

export const memory: Check = {
  id: 'memory', group: 'machine', title: 'Memory', purpose: 'Dynos are programs of this machine and share its memory.',
  look: async ({ platform }) => {
    const available = (platform === 'linux' ? await availableOnLinux() : null) ?? freemem()
    const found = `${byteSize(available)} free of ${byteSize(totalmem())}`
    // What macOS and Windows call free leaves out what they would give back at once.
    if (available >= lowBytes || platform !== 'linux') return { state: 'fine', found }
    return { state: 'warning', found, fix: 'Scale some dynos down or close other programs: when memory runs out the system ends programs without asking.' }
  },
}

async function availableOnLinux(): Promise<number | null> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const kilobytes = /^MemAvailable:\s+(\d+)/m.exec(text)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}
