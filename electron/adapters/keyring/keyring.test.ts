import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKeyring } from './keyring.ts'
import { codeOf, stepAt, toBase32 } from './totp.ts'

let folder = ''
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dynarium-keyring-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

it('PE4 passwords are kept as hashes, in a file for their owner only, over restarts', async () => {
  const path = join(folder, 'passwords')
  const keyring = createKeyring(path)
  expect(await keyring.isRight('ada@localhost', 'correct horse')).toBeNull()
  await keyring.set('ada@localhost', 'correct horse')
  const again = createKeyring(path)
  expect([await again.isRight('ada@localhost', 'correct horse'), await again.isRight('ada@localhost', 'wrong'), await again.isRight('bob@localhost', 'correct horse')]).toEqual([true, false, null])
  expect(await readFile(path, 'utf8')).not.toContain('horse')
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  await again.set('ada@localhost', null)
  expect(await again.isRight('ada@localhost', 'correct horse')).toBeNull()
})

it('a damaged file is not guessed at', async () => {
  await writeFile(join(folder, 'passwords'), '{"ada@localhost": 7}')
  expect(() => createKeyring(join(folder, 'passwords'))).toThrow()
})

it('codes are those of RFC 6238, appendix B', () => {
  const secret = toBase32(Buffer.from('12345678901234567890'))
  expect([59, 1_111_111_109, 1_234_567_890, 20_000_000_000].map((seconds) => codeOf(secret, stepAt(seconds * 1000)))).toEqual(['287082', '081804', '005924', '353130'])
})

it('PE5 a second factor counts once a code of it was given, and each code is good once', async () => {
  const keyring = createKeyring(join(folder, 'passwords'))
  const now = 1_800_000_000_000
  const secret = await keyring.offerSecondFactor('ada@localhost')
  const code = (at: number) => codeOf(secret, stepAt(at))
  expect(await keyring.isCode('ada@localhost', code(now), now)).toBe(false)
  expect(await keyring.confirm('ada@localhost', 'abc', now)).toBe(false)
  expect(await keyring.confirm('ada@localhost', code(now), now)).toBe(true)
  expect(await keyring.isCode('ada@localhost', code(now), now)).toBe(false)
  expect(await keyring.isCode('ada@localhost', code(now + 30_000), now + 30_000)).toBe(true)
  await keyring.dropSecondFactor('ada@localhost')
  expect(await keyring.isCode('ada@localhost', code(now + 60_000), now + 60_000)).toBe(false)
})
