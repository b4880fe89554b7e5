// memcached's binary protocol, as far as clients use it, with SASL PLAIN for the password. A quiet command that goes well says nothing.

import { endOf, mostKeyBytes, mostValueBytes, type Stored, type StoreMode } from './cache-store.ts'
import { version, type Speaker, type SpeakerWorld } from './speaker.ts'

export const requestMagic = 0x80
const answerMagic = 0x81
const headBytes = 24
const mostBodyBytes = mostValueBytes + mostKeyBytes + 64

const status = { ok: 0, notFound: 1, exists: 2, tooLarge: 3, invalid: 4, notStored: 5, notNumber: 6, auth: 0x20, unknown: 0x81 } as const
const texts: Readonly<Record<number, string>> = { 1: 'Not found', 2: 'Data exists for key.', 3: 'Too large.', 4: 'Invalid arguments', 5: 'Not stored.', 6: 'Non-numeric server-side value for incr or decr', 0x20: 'Auth failure.', 0x81: 'Unknown command' }

type Request = { readonly code: number; readonly opaque: number; readonly cas: number; readonly extras: Buffer; readonly key: string; readonly value: Buffer }
type Answer = { readonly status?: number; readonly cas?: number; readonly extras?: Buffer; readonly key?: string; readonly value?: Buffer | string }

/** What a quiet command is loud, and when the quiet one says nothing. */
const loud: Readonly<Record<number, number>> = { 0x09: 0x00, 0x0d: 0x0c, 0x11: 0x01, 0x12: 0x02, 0x13: 0x03, 0x14: 0x04, 0x15: 0x05, 0x16: 0x06, 0x17: 0x07, 0x18: 0x08, 0x19: 0x0e, 0x1a: 0x0f, 0x1e: 0x1d, 0x24: 0x23 }
const reads: ReadonlySet<number> = new Set([0x09, 0x0d, 0x1e, 0x24])
const modes: Readonly<Record<number, StoreMode>> = { 0x01: 'set', 0x02: 'add', 0x03: 'replace', 0x0e: 'append', 0x0f: 'prepend' }
const beforePassword: ReadonlySet<number> = new Set([0x07, 0x0b, 0x20, 0x21, 0x22])

export function createBinarySpeaker(world: SpeakerWorld): Speaker {
  let isIn = false
  /** Of a body that is too long to be read. */
  let skipBytes = 0

  function take(bytes: Buffer): number {
    if (skipBytes > 0) {
      const skipped = Math.min(skipBytes, bytes.length)
      skipBytes -= skipped
      return skipped
    }
    if (bytes.length < headBytes) return 0
    const bodyBytes = bytes.readUInt32BE(8)
    const [keyBytes, extraBytes] = [bytes.readUInt16BE(2), bytes.readUInt8(4)]
    if (bytes[0] !== requestMagic || keyBytes + extraBytes > bodyBytes) {
      world.end()
      return bytes.length
    }
    const code = bytes.readUInt8(1)
    const opaque = bytes.readUInt32BE(12)
    if (bodyBytes > mostBodyBytes) {
      skipBytes = bodyBytes
      answer(code, opaque, { status: isIn ? status.tooLarge : status.auth })
      return headBytes
    }
    if (bytes.length < headBytes + bodyBytes) return 0
    const keyAt = headBytes + extraBytes
    const request: Request = {
      code, opaque, cas: Number(bytes.readBigUInt64BE(16)), extras: bytes.subarray(headBytes, keyAt),
      key: bytes.toString('latin1', keyAt, keyAt + keyBytes), value: bytes.subarray(keyAt + keyBytes, headBytes + bodyBytes),
    }
    run(request)
    return headBytes + bodyBytes
  }

  function run(request: Request): void {
    const code = loud[request.code] ?? request.code
    if (!isIn && !beforePassword.has(code)) return answer(request.code, request.opaque, { status: status.auth })
    const given = request.key.length > mostKeyBytes ? { status: status.invalid } : reply(code, request)
    const isQuiet = code !== request.code
    if (given === null || (isQuiet && (reads.has(request.code) ? given.status === status.notFound : (given.status ?? status.ok) === status.ok))) return
    answer(request.code, request.opaque, given)
  }

  function reply(code: number, request: Request): Answer | null {
    const mode = modes[code]
    if (mode !== undefined) return put(mode, request)
    switch (code) {
      case 0x00: case 0x0c: return shown(code === 0x0c, request, world.store.get(request.key))
      case 0x04: return { status: { removed: status.ok, exists: status.exists, notFound: status.notFound }[world.store.remove(request.key, request.cas)] }
      case 0x05: case 0x06: return step(code === 0x05, request)
      case 0x07: return world.end(), {}
      case 0x08: return world.store.flush(endOf(request.extras.length === 4 ? request.extras.readUInt32BE(0) : 0, world.now()) ?? world.now()), {}
      case 0x0a: return {}
      case 0x0b: return { value: version }
      case 0x10: return stats(request)
      case 0x1c: case 0x1d: case 0x23: {
        if (request.extras.length !== 4) return { status: status.invalid }
        const item = world.store.touch(request.key, endOf(request.extras.readUInt32BE(0), world.now()))
        return code === 0x1c ? { status: item === null ? status.notFound : status.ok, ...(item === null ? {} : { cas: item.cas }) } : shown(code === 0x23, request, item)
      }
      case 0x20: return { value: 'PLAIN' }
      case 0x21: case 0x22: return authenticate(request)
      default: return { status: status.unknown }
    }
  }

  function shown(withKey: boolean, { key }: Request, item: { readonly value: Buffer; readonly flags: number; readonly cas: number } | null): Answer {
    if (item === null) return { status: status.notFound }
    const extras = Buffer.alloc(4)
    extras.writeUInt32BE(item.flags)
    return { extras, value: item.value, cas: item.cas, ...(withKey ? { key } : {}) }
  }

  function put(mode: StoreMode, { key, value, extras, cas }: Request): Answer {
    const isJoined = mode === 'append' || mode === 'prepend'
    if (extras.length !== (isJoined ? 0 : 8)) return { status: status.invalid }
    const done = world.store.put({ mode, key, value, cas, flags: isJoined ? 0 : extras.readUInt32BE(0), expiresAt: isJoined ? null : endOf(extras.readInt32BE(4), world.now()) })
    return { status: statusOf(mode, done.stored), cas: done.cas }
  }

  function step(isUp: boolean, { key, extras }: Request): Answer {
    if (extras.length !== 20) return { status: status.invalid }
    const by = extras.readBigUInt64BE(0)
    // All ones: an item that is not there is not made.
    const isOnlyThere = extras.readUInt32BE(16) === 0xffff_ffff
    const done = world.store.step(key, isUp ? by : -by, isOnlyThere ? null : extras.readBigUInt64BE(8), endOf(extras.readInt32BE(16), world.now()))
    if (done === null) return { status: status.notFound }
    if (done === 'notNumber') return { status: status.notNumber }
    const value = Buffer.alloc(8)
    value.writeBigUInt64BE(done.value)
    return { value, cas: done.cas }
  }

  function stats({ code, opaque }: Request): Answer {
    for (const [key, value] of Object.entries(world.stats())) answer(code, opaque, { key, value: String(value) })
    return {}
  }

  function authenticate({ key, value }: Request): Answer {
    const [, user = '', password = ''] = value.toString('utf8').split('\0')
    isIn = key === 'PLAIN' && world.isPassword(user, password)
    return isIn ? { value: 'Authenticated' } : { status: status.auth }
  }

  function answer(code: number, opaque: number, { status: said = status.ok, cas = 0, extras, key = '', value }: Answer): void {
    const body = value ?? texts[said] ?? ''
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const head = Buffer.alloc(headBytes)
    head.writeUInt8(answerMagic, 0)
    head.writeUInt8(code, 1)
    head.writeUInt16BE(key.length, 2)
    head.writeUInt8(extras?.length ?? 0, 4)
    head.writeUInt16BE(said, 6)
    head.writeUInt32BE((extras?.length ?? 0) + key.length + bytes.length, 8)
    head.writeUInt32BE(opaque, 12)
    head.writeBigUInt64BE(BigInt(cas), 16)
    world.send(Buffer.concat([head, extras ?? Buffer.alloc(0), Buffer.from(key, 'latin1'), bytes]))
  }

  return { take }
}

function statusOf(mode: StoreMode, stored: Stored): number {
  // The binary protocol says of an add that it exists, and of a replace that it is not there.
  if (stored === 'notStored') return mode === 'add' ? status.exists : mode === 'replace' ? status.notFound : status.notStored
  return { stored: status.ok, exists: status.exists, notFound: status.notFound, tooLarge: status.tooLarge }[stored]
}
