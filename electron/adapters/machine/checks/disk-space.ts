import { statfs } from 'node:fs/promises'
import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Check, Finding } from '../check.ts'

const lowBytes = 2 * 1024 ** 3
const lowShare = 0.1
const emptyBytes = 256 * 1024 ** 2

export const diskSpace: Check = {
  id: 'disk-space', group: 'machine', title: 'Disk space', purpose: 'Builds, slugs, logs and the journal are kept in the data folder.',
  look: async ({ dataDir }) => {
    const { bavail, blocks, bsize } = await statfs(dataDir)
    return spaceFinding(bavail * bsize, blocks * bsize)
  },
}

export function spaceFinding(freeBytes: number, totalBytes: number): Finding {
  const share = totalBytes === 0 ? 0 : freeBytes / totalBytes
  const found = `${byteSize(freeBytes)} free of ${byteSize(totalBytes)} (${Math.floor(share * 100)} %)`
  if (freeBytes < emptyBytes) return { state: 'problem', found, fix: 'Free some space now: the journal stops taking changes when the disk is full.' }
  if (freeBytes < lowBytes || share < lowShare) return { state: 'warning', found, fix: 'Free some space: builds need room for their packages. Purging build caches helps, see "Data of Dynarium".' }
  return { state: 'fine', found }
}
