// memcached's text protocol. The password comes as memcached wants it there: a first `set` of any key with "user password" as its value.

import { endOf, mostKeyBytes, mostValueBytes, type Item, type Stored, type StoreMode } from './cache-store.ts'
import { version, type Speaker, type SpeakerWorld } from './speaker.ts'

const mostLineBytes = 2048 + 100 * mostKeyBytes
/** For one command. */
const mostKeys = 100
const lf = 10

type Storing = { readonly mode: StoreMode; readonly key: string; readonly flags: number; readonly seconds: number; readonly bytes: number; readonly cas: number; readonly isQuiet: boolean; readonly isPassword: boolean }

const said: Readonly<Record<Stored, string>> = { stored: 'STORED', notStored: 'NOT_STORED', exists: 'EXISTS', notFound: 'NOT_FOUND', tooLarge: 'SERVER_ERROR object too large for cache' }

export function createTextSpeaker(world: SpeakerWorld): Speaker {
  let isIn = false
  let storing: Storing | null = null
  let skipBytes = 0

  const say = (line: string, isQuiet = false): void => {
    if (!isQuiet) world.send(`${line}\r\n`)
  }

  function take(bytes: Buffer): number {
    if (skipBytes > 0) {
      const skipped = Math.min(skipBytes, bytes.length)
      skipBytes -= skipped
      return skipped
    }
    if (storing !== null) return bytes.length < storing.bytes + 2 ? 0 : store(storing, bytes)
    const end = bytes.indexOf(lf)
    if (end === -1) {
      if (bytes.length > mostLineBytes) {
        say('CLIENT_ERROR line too long')
        world.end()
        return bytes.length
      }
      return 0
    }
    run(bytes.toString('latin1', 0, end).replace(/\r$/, '').split(' ').filter((word) => word !== ''))
    return end + 1
  }

  function run(words: string[]): void {
    const [name = '', ...rest] = words
    if (['set', 'add', 'replace', 'append', 'prepend', 'cas'].includes(name)) return begin(name, rest)
    if (name === 'quit') return world.end()
    if (name === 'version') return say(`VERSION ${version}`)
    if (!isIn) return say('CLIENT_ERROR unauthenticated')
    switch (name) {
      case 'get': case 'gets': return show(rest, name === 'gets', (key) => world.store.get(key))
      case 'gat': case 'gats': {
        const [seconds, ...keys] = rest
        if (!isNumber(seconds)) return say('CLIENT_ERROR invalid exptime argument')
        return show(keys, name === 'gats', (key) => world.store.touch(key, endOf(Number(seconds), world.now())))
      }
      case 'delete': return withKey(rest, (key) => (world.store.remove(key, 0) === 'removed' ? 'DELETED' : 'NOT_FOUND'))
      case 'touch': return withKey(rest, (key, seconds) => (!isNumber(seconds) ? 'CLIENT_ERROR invalid exptime argument' : world.store.touch(key, endOf(Number(seconds), world.now())) === null ? 'NOT_FOUND' : 'TOUCHED'))
      case 'incr': case 'decr': return withKey(rest, (key, by) => step(key, by, name === 'incr'))
      case 'flush_all':
        world.store.flush(isNumber(rest[0]) ? (endOf(Number(rest[0]), world.now()) ?? world.now()) : world.now())
        return say('OK', rest.includes('noreply'))
      case 'verbosity': return say('OK', rest.includes('noreply'))
      case 'stats':
        for (const [key, value] of Object.entries(world.stats())) say(`STAT ${key} ${value}`)
        return say('END')
      default: return say('ERROR')
    }
  }

  function begin(name: string, words: readonly string[]): void {
    const [key = '', flags = '', seconds = '', bytes = '', ...rest] = words
    const cas = name === 'cas' ? rest[0] : '0'
    if (key.length > mostKeyBytes || ![flags, bytes].every((text) => /^\d{1,10}$/.test(text)) || !isNumber(seconds) || !isNumber(cas)) return say('CLIENT_ERROR bad command line format')
    const [size, isPassword] = [Number(bytes), !isIn]
    if (size > (isPassword ? 1024 : mostValueBytes)) {
      skipBytes = size + 2
      return say(said.tooLarge)
    }
    storing = { mode: name === 'cas' ? 'set' : (name as StoreMode), key, flags: Number(flags) >>> 0, seconds: Number(seconds), bytes: size, cas: Number(cas), isQuiet: rest.includes('noreply'), isPassword }
  }

  function store(wish: Storing, bytes: Buffer): number {
    storing = null
    const next = wish.bytes + 2
    if (bytes[wish.bytes] !== 13 || bytes[wish.bytes + 1] !== lf) {
      say('CLIENT_ERROR bad data chunk')
      const end = bytes.indexOf(lf)
      return end === -1 ? bytes.length : end + 1
    }
    const value = bytes.subarray(0, wish.bytes)
    if (wish.isPassword) {
      const [user = '', password = ''] = value.toString('utf8').split(' ')
      isIn = world.isPassword(user, password)
      say(isIn ? 'STORED' : 'CLIENT_ERROR authentication failure')
      return next
    }
    say(said[world.store.put({ ...wish, value, expiresAt: endOf(wish.seconds, world.now()) }).stored], wish.isQuiet)
    return next
  }

  function show(keys: readonly string[], withCas: boolean, find: (key: string) => Item | null): void {
    if (keys.length === 0 || keys.length > mostKeys) return say(keys.length === 0 ? 'ERROR' : `CLIENT_ERROR more than ${mostKeys} keys`)
    for (const key of keys) {
      const item = find(key)
      if (item === null) continue
      say(`VALUE ${key} ${item.flags} ${item.value.length}${withCas ? ` ${item.cas}` : ''}`)
      world.send(item.value)
      say('')
    }
    say('END')
  }

  function withKey(words: readonly string[], work: (key: string, next: string | undefined) => string): void {
    const [key, next] = words
    if (key === undefined || key.length > mostKeyBytes) return say('CLIENT_ERROR bad command line format')
    say(work(key, next), words.includes('noreply'))
  }

  function step(key: string, by: string | undefined, isUp: boolean): string {
    if (by === undefined || !/^\d{1,20}$/.test(by)) return 'CLIENT_ERROR invalid numeric delta argument'
    const done = world.store.step(key, isUp ? BigInt(by) : -BigInt(by), null, null)
    if (done === 'notNumber') return 'CLIENT_ERROR cannot increment or decrement non-numeric value'
    return done === null ? 'NOT_FOUND' : String(done.value)
  }

  return { take }
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^-?\d{1,15}$/.test(text)
