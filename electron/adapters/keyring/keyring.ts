// Passwords as scrypt hashes and secrets of second factors, in a file that only its owner may read. It is replaced whole, so a crash
// leaves the old one or the new one.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Passwords } from '../../engine/ports/passwords.ts'
import { codeOf, stepAt, toBase32 } from './totp.ts'

const entry = z.object({ salt: z.string().optional(), hash: z.string().optional(), secret: z.string().optional(), offered: z.string().optional() })
const file = z.record(z.string(), entry)
type Entry = z.infer<typeof entry>

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>
const hashBytes = 32
/** Clocks differ: the code before and the one after are good, too. */
const drift = [0, -1, 1]

/** Throws when the file is there and damaged: who could get in with what stands in it is not guessed. */
export function createKeyring(path: string): Passwords {
  const entries = new Map<string, Entry>(existsSync(path) ? Object.entries(file.parse(JSON.parse(readFileSync(path, 'utf8')))) : [])
  /** The newest step that a code was used of. */
  const used = new Map<string, number>()
  /** Guesses wait for each other, so that many at once do not go faster. */
  let last: Promise<unknown> = Promise.resolve()

  function change(email: string, changed: Entry): void {
    const next: Entry = { ...entries.get(email), ...changed }
    if (Object.values(next).every((value) => value === undefined)) entries.delete(email)
    else entries.set(email, next)
    writeFileSync(`${path}.part`, `${JSON.stringify(Object.fromEntries(entries))}\n`, { mode: 0o600 })
    renameSync(`${path}.part`, path)
  }

  async function set(email: string, password: string | null): Promise<void> {
    if (password === null) return change(email, { salt: undefined, hash: undefined })
    const salt = randomBytes(16)
    const hash = await derive(password, salt, hashBytes)
    change(email, { salt: salt.toString('hex'), hash: hash.toString('hex') })
  }

  function isRight(email: string, guess: string): Promise<boolean | null> {
    const turn = last.then(async () => {
      const { salt, hash } = entries.get(email) ?? {}
      const derived = await derive(guess, Buffer.from(salt ?? '00', 'hex'), hashBytes)
      return hash === undefined ? null : timingSafeEqual(derived, Buffer.from(hash, 'hex'))
    })
    last = turn.catch(() => undefined)
    return turn
  }

  function matches(email: string, secret: string | undefined, code: string, nowMs: number): boolean {
    if (secret === undefined || !/^\d{6}$/.test(code)) return false
    const step = drift.map((by) => stepAt(nowMs) + by).find((one) => one > (used.get(email) ?? -1) && codeOf(secret, one) === code)
    if (step === undefined) return false
    used.set(email, step)
    return true
  }

  return {
    set, isRight,
    offerSecondFactor: async (email) => {
      const offered = toBase32(randomBytes(20))
      change(email, { offered })
      return offered
    },
    confirm: async (email, code, nowMs) => {
      const { offered } = entries.get(email) ?? {}
      if (!matches(email, offered, code, nowMs)) return false
      change(email, { secret: offered, offered: undefined })
      return true
    },
    isCode: async (email, code, nowMs) => matches(email, entries.get(email)?.secret, code, nowMs),
    dropSecondFactor: async (email) => change(email, { secret: undefined, offered: undefined }),
  }
}
