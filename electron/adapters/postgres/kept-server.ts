// What is kept of a server beside its data, so that a start needs nothing else; and the order in which it is changed.

import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Address, ServerId, ServerSettings } from '../../engine/ports/postgres-host.ts'

export type Kept = { readonly settings: ServerSettings; readonly upstream: Address | null; readonly port: number | null }

export const freshKept: Kept = { settings: {}, upstream: null, port: null }

export async function keptIn<T extends Kept>(folder: string, fresh: T): Promise<T> {
  const text = await readFile(join(folder, 'server.json'), 'utf8').catch(() => '')
  return text === '' ? fresh : { ...fresh, ...(JSON.parse(text) as T) }
}

export async function keepIn(folder: string, kept: Kept): Promise<void> {
  const file = join(folder, 'server.json')
  await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

export type Turns = {
  /** One after the other for each server: they are files. */
  take(id: ServerId, work: () => Promise<void>): Promise<void>
  settled(id?: ServerId): Promise<unknown>
}

export function createTurns(): Turns {
  const changing = new Map<ServerId, Promise<void>>()
  return {
    take: (id, work) => {
      const mine = (changing.get(id) ?? Promise.resolve()).then(work)
      const settled = mine.catch(() => {})
      changing.set(id, settled)
      void settled.then(() => changing.get(id) === settled && changing.delete(id))
      return mine
    },
    settled: (id) => (id === undefined ? Promise.all(changing.values()) : (changing.get(id) ?? Promise.resolve())),
  }
}

export function refuseName(id: ServerId, isTaken: boolean): void {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(id)) throw new PlatformError('postgres-server', { server: id, why: 'that is no name for a server' })
  if (isTaken) throw new PlatformError('postgres-server', { server: id, why: 'there is one of that name already' })
}

export function damagedServer(server: ServerId, path: string, why: string): PlatformError {
  return new PlatformError('postgres-data', { path, why: `server ${server} does not start from it: ${why}`, fix: 'Nothing was deleted. Restore a backup into a new database, or put the folder right.' })
}

export function damagedFile(path: string, why: string): never {
  throw new PlatformError('postgres-data', { path, why, fix: 'Nothing was changed. Use another backup.' })
}
