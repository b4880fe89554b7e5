import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyState } from '../../shared/domain/state.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { Engine } from '../engine/engine.ts'
import { backupLink, createDownloads } from './downloads.ts'
import { createSignedLinks } from './signed-links.ts'

const folder = mkdtempSync(join(tmpdir(), 'dynarium-downloads-'))
const path = join(folder, 'b001.tgz')
let now = 1_000_000
let server: Server
let url = ''
const links = createSignedLinks('secret', () => now)
const backup = { id: 'b001', state: 'done', startedAt: 0, endedAt: 1, bytes: 9, sha256: '', path, message: null } as const

beforeEach(async () => {
  writeFileSync(path, 'the bytes')
  const state = emptyState()
  Object.assign(state.postgres, { d1: { backups: [backup, { ...backup, id: 'b002', state: 'running' }] } })
  const downloads = createDownloads({ kernel: { state } as Engine['kernel'] }, links)
  server = createServer((req, res) => void downloads(req, res, (req.url ?? '').slice('/downloads/'.length)).catch((error: unknown) => res.writeHead(error instanceof PlatformError && error.code === 'path-not-found' ? 404 : 500).end()))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(path, { force: true })
})

describe('a backup is fetched by its address alone (PD7)', () => {
  it('as the one file that it is', async () => {
    const { url: address, untilMs } = backupLink(url, links, now, 'd1', 'b001')
    expect(untilMs).toBe(now + 3_600_000)
    const answer = await fetch(address)
    expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('content-length')]).toEqual([200, 'attachment; filename="database-b001.tgz"', '9'])
    expect(await answer.text()).toBe('the bytes')
  })

  it('but not when the address is old or changed, or the backup is not whole or gone', async () => {
    const good = backupLink(url, links, now, 'd1', 'b001').url
    const others = [`${good}x`, backupLink(url, links, now, 'd1', 'b002').url, backupLink(url, links, now, 'd2', 'b001').url, `${url}/downloads/${links.sign({ stream: 'logs', input: {} }, null)}`]
    for (const address of others) expect((await fetch(address)).status, address).toBe(404)
    expect((await fetch(good, { method: 'POST' })).status).toBe(404)
    rmSync(path)
    expect((await fetch(good)).status).toBe(404)
    now += 3_600_001
    expect((await fetch(good)).status).toBe(404)
  })
})
