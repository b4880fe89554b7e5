import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Check } from '../check.ts'

const parts = { slugs: 'slugs', cache: 'build caches', logs: 'logs', repos: 'repositories', dynos: 'dynos', 'journal.db': 'journal' }
const muchBytes = 10 * 1024 ** 3
/** Looked at most; a size beyond is "at least". */
const entriesMax = 150_000

export const ownData: Check = {
  id: 'own-data', group: 'machine', title: 'Data of Dynarium', purpose: 'What Dynarium keeps on this disk, by kind.',
  look: async ({ dataDir }) => {
    const budget = { entries: entriesMax }
    const sizes: { name: string; bytes: number }[] = []
    for (const [entry, name] of Object.entries(parts)) sizes.push({ name, bytes: await sizeOf(join(dataDir, entry), budget) })
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
    const largest = sizes.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
    const found = `${budget.entries === 0 ? 'at least ' : ''}${byteSize(total)}${largest.length === 0 ? '' : `: ${largest.slice(0, 4).map(({ name, bytes }) => `${name} ${byteSize(bytes)}`).join(', ')}`}`
    const raw = `${dataDir}\n${sizes.map(({ name, bytes }) => `${name}: ${bytes} bytes`).join('\n')}`
    if (total < muchBytes) return { state: 'fine', found, raw }
    return { state: 'warning', found, raw, fix: 'Destroy apps you do not need, or purge the build cache of an app: heroku builds:cache:purge in the terminal.' }
  },
}

async function sizeOf(path: string, budget: { entries: number }): Promise<number> {
  if (budget.entries === 0) return 0
  budget.entries -= 1
  const stats = await lstat(path).catch(() => null)
  if (stats === null) return 0
  if (!stats.isDirectory()) return stats.size
  let sum = 0
  for (const entry of await readdir(path).catch(() => [])) sum += await sizeOf(join(path, entry), budget)
  return sum
}
