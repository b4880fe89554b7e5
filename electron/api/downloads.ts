// GET /downloads/<signed>: a backup of a database, as the one file that it is. The address is the right to read, for an hour.

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { Engine } from '../engine/engine.ts'
import type { SignedLinks } from './signed-links.ts'

export type BackupLink = { readonly url: string; readonly untilMs: number }
export type Downloads = (req: IncomingMessage, res: ServerResponse, signed: string) => Promise<void>

const lastsMs = 3_600_000
const claimed = z.object({ backupOf: z.string(), backup: z.string() })

export function backupLink(controlUrl: string, links: SignedLinks, now: number, addOnId: string, backup: string): BackupLink {
  const untilMs = now + lastsMs
  return { url: `${controlUrl}/downloads/${links.sign({ backupOf: addOnId, backup }, untilMs)}`, untilMs }
}

export function createDownloads(engine: Pick<Engine, 'kernel'>, links: SignedLinks): Downloads {
  return async (req, res, signed) => {
    const claim = claimed.safeParse(links.verify(signed))
    const backup = claim.success ? engine.kernel.state.postgres[claim.data.backupOf]?.backups.find(({ id, state }) => id === claim.data.backup && state === 'done') : undefined
    if (req.method !== 'GET' || !claim.success || backup === undefined) throw new PlatformError('path-not-found', { path: 'this download address; it may be too old, or the backup is gone' })
    const name = `${engine.kernel.state.addOns[claim.data.backupOf]?.name ?? 'database'}-${backup.id}.tgz`
    const { size } = await stat(backup.path).catch(() => {
      throw new PlatformError('path-not-found', { path: `the file of backup ${backup.id}` })
    })
    res.writeHead(200, { 'Content-Type': 'application/gzip', 'Content-Length': size, 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'no-store' })
    await pipeline(createReadStream(backup.path), res).catch(() => res.destroy())
  }
}
