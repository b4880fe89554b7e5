import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallOutput, CodePage } from '../../shared/protocol/calls.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'

/** Codes that take their documented time, up to a minute and a half, are waited for together with the others. */
const atOnce = 4
/** A restart of the router is felt by every app, so it has the stage to itself. */
const forAll = 'H24'
const limitMs = 400_000

describe('the museum of error codes', () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-museum-'))
  let host: Host
  let client: Client

  beforeAll(async () => {
    host = await startHost(join(work, 'data'), await freePort(), await freePort())
    client = await connectClient(host)
  })

  afterAll(async () => {
    client.close()
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  })

  it('MU1 MU2 causes every code that can occur here, shows its real line, and fixes it', { timeout: limitMs * 2 }, async () => {
    const trouble: string[] = []
    for (const era of ['current', 'classic'] as const) {
      await client.call('era:set', { era })
      const { codes } = await client.call('codes:list', {})
      const open = codes.filter((page) => page.cause !== null && (era === 'current' || seen.get(page.code) !== true))
      await inTurns(open.filter(({ code }) => code !== forAll), (page) => one(page, trouble))
      for (const page of open) if (page.code === forAll) await one(page, trouble)
    }
    expect(trouble).toEqual([])
    const { codes } = await client.call('codes:list', {})
    const never = codes.filter(({ code }) => seen.get(code) !== true)
    for (const page of never) expect(page.meaning, page.code).toContain('can not be caused here')
    expect(never.map(({ code }) => code)).toEqual(['H16', 'H23', 'H32', 'H33', 'R11', 'R17', 'R99', 'L10', 'L11', 'L12', 'L13', 'L14', 'L15'].filter((code) => seen.get(code) !== true))
  })

  const seen = new Map<string, boolean>()

  async function one(page: CodePage, trouble: string[]): Promise<void> {
    const { code } = page
    try {
      const caused: CallOutput<'codes:cause'> = await client.call('codes:cause', { code })
      expect(caused.line, code).toMatch(new RegExp(`code=${code} |Error ${code} `))
      if (page.status !== null && code.startsWith('H')) expect(caused.status, code).toBe(page.status)
      const { isFixed, found } = await client.call('codes:fix', { code })
      expect(isFixed, `${code}: ${found}`).toBe(true)
      seen.set(code, true)
      await client.call('apps:destroy', { app: caused.app, confirm: caused.app })
    } catch (error) {
      trouble.push(`${code}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
})

/** The slow ones first, a few at a time. */
async function inTurns(pages: readonly CodePage[], run: (page: CodePage) => Promise<void>): Promise<void> {
  const slow = ['H20', 'H34', 'R10', 'H15', 'H28', 'R14', 'R15', 'R12', 'R13', 'H12', 'R16']
  const rank = ({ code }: CodePage): number => (slow.includes(code) ? slow.indexOf(code) : slow.length)
  const waiting = [...pages].sort((a, b) => rank(a) - rank(b))
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) await run(page)
  }))
}
