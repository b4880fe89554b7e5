import { mkdtempSync, readFileSync, rmSync, truncateSync, appendFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evictionPolicies, type EvictionPolicy } from '../../../../shared/domain/redis.ts'
import { commandTable } from '../commands/index.ts'
import { matches } from '../commands/pattern.ts'
import { makeRoom } from '../store/eviction.ts'
import { createStore, expireSome, type Database, type Store } from '../store/store.ts'
import { loadAppendFile, openAppendFile } from './append-file.ts'
import { replay } from './execute.ts'
import { commandsOf } from './snapshot.ts'
import { createRequestParser, requestLimits } from '../resp/request-parser.ts'

const first = (store: Store): Database => {
  const [database] = store.databases
  if (database === undefined) throw new Error('no database')
  return database
}

function seeded(): () => number {
  let seed = 42
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647
}

const newStore = (policy: EvictionPolicy = 'noeviction', maxBytes = 0): Store => createStore({ maxBytes, policy, chance: seeded() })

/** Runs, and returns what would be kept of it. */
function run(store: Store, ...words: string[]): readonly (readonly string[])[] {
  let kept: readonly (readonly string[])[] | null = null
  const before = store.counts.changes
  commandTable.get(words[0] ?? '')?.run(words, { store, database: first(store), keepAs: (...commands) => void (kept = commands) })
  return store.counts.changes === before ? [] : (kept ?? [words])
}

const contentOf = (store: Store): string => [...commandsOf(store)].join('')

describe('what is kept of a command', () => {
  it('gives the same store again, also of commands that draw or wait (RD4)', () => {
    const store = newStore()
    store.now = 1_000_000
    const commands = [
      ['SADD', 's', 'a', 'b', 'c', 'd'], ['SPOP', 's', '2'], ['RPUSH', 'l', '1', '2', '3', '4'], ['BLPOP', 'l', '0'], ['LMPOP', '1', 'l', 'RIGHT', 'COUNT', '2'], ['SET', 'k', 'v', 'EX', '10'], ['GETEX', 'k', 'PX', '500'],
      ['ZADD', 'z', '1', 'a', '2', 'b', '3', 'c'], ['ZPOPMIN', 'z'], ['BZPOPMAX', 'z', '0'], ['XADD', 'x', '*', 'f', 'v'], ['XADD', 'x', 'MAXLEN', '1', '*', 'f', 'w'], ['INCRBYFLOAT', 'f', '0.1'], ['SUNIONSTORE', 'u', 's', 's'],
      ['EXPIRE', 'u', '100'], ['ZRANGESTORE', 'zz', 'z', '0', '-1'], ['SETRANGE', 'r', '3', 'x'], ['LMOVE', 'l', 'm', 'LEFT', 'RIGHT'], ['COPY', 'z', 'zc'], ['HINCRBYFLOAT', 'h', 'f', '1.5'], ['XDEL', 'x', '1000000-1'], ['DEL', 'none'],
    ]
    const again = newStore()
    again.doesExpire = false
    // It is read at another time, with other luck.
    again.now = 9_000_000
    const call = { store: again, database: first(again), keepAs: () => {} }
    for (const words of commands) for (const kept of run(store, ...words)) replay(call, [...kept])
    expect(contentOf(again)).toBe(contentOf(store))
    expect(again.usedBytes).toBe(store.usedBytes)
  })

  it('is nothing when nothing changed', () => {
    const store = newStore()
    run(store, 'SET', 'k', 'v')
    for (const words of [['SET', 'k', 'w', 'NX'], ['SETNX', 'k', 'w'], ['DEL', 'none'], ['SREM', 's', 'a'], ['LPOP', 'l'], ['EXPIRE', 'none', '1'], ['GETEX', 'k'], ['PERSIST', 'k'], ['ZREM', 'z', 'a'], ['HDEL', 'h', 'f'], ['XTRIM', 'x', 'MAXLEN', '1']]) expect([words, run(store, ...words)]).toEqual([words, []])
  })
})

describe('memory', () => {
  it('is counted up and down to nothing', () => {
    const store = newStore()
    for (const words of [['SET', 'k', 'v'], ['APPEND', 'k', 'more'], ['RPUSH', 'l', 'a', 'bb', 'ccc'], ['LSET', 'l', '0', 'longer'], ['LTRIM', 'l', '1', '-1'], ['LREM', 'l', '0', 'bb'], ['HSET', 'h', 'f', 'v'], ['HSET', 'h', 'f', 'longer'], ['SADD', 's', 'a', 'b'], ['SREM', 's', 'a'], ['ZADD', 'z', '1', 'm'], ['ZADD', 'z', '2', 'm'], ['XADD', 'x', '1-1', 'f', 'v'], ['RENAME', 'k', 'kk'], ['SETBIT', 'b', '100', '1']]) run(store, ...words)
    expect(store.usedBytes).toBeGreaterThan(1000)
    run(store, 'DEL', 'kk', 'l', 'h', 's', 'z', 'x', 'b')
    expect([store.usedBytes, first(store).keys.size, store.peakBytes > 0]).toEqual([0, 0, true])
  })

  it.each(evictionPolicies)('that is full: %s (RD3)', (policy) => {
    const store = newStore(policy)
    for (let index = 0; index < 100; index += 1) {
      store.now = 1000 + index
      run(store, 'SET', `stays:${index}`, 'x'.repeat(100))
      run(store, 'SET', `ends:${index}`, 'x'.repeat(100), 'PXAT', String(1_000_000 + index))
    }
    for (let use = 0; use < 50; use += 1) for (const key of ['stays:0', 'ends:0']) run(store, 'GET', key)
    store.maxBytes = store.usedBytes - 4000
    const couldMake = makeRoom(store)
    const left = [...first(store).keys.keys()]
    const [staying, ending] = ['stays', 'ends'].map((kind) => left.filter((key) => key.startsWith(kind)).length)
    expect(couldMake).toBe(policy !== 'noeviction')
    if (policy === 'noeviction') expect([staying, ending]).toEqual([100, 100])
    if (policy.startsWith('volatile')) expect([staying, (ending ?? 0) < 100]).toEqual([100, true])
    if (policy.startsWith('allkeys')) expect((staying ?? 0) < 100).toBe(true)
    if (policy.endsWith('lru') || policy.endsWith('lfu')) expect(left).toContain('ends:0')
    if (policy === 'volatile-ttl') expect(left).toContain('ends:99')
    expect(store.counts.evicted).toBe(200 - left.length)
  })

  it('of keys whose time is over is given back without anybody asking', () => {
    const store = newStore()
    store.now = 1
    for (let index = 0; index < 50; index += 1) run(store, 'SET', `k${index}`, 'x', 'PX', '10')
    store.now = 100
    for (let turn = 0; turn < 100; turn += 1) expireSome(store, first(store), 20)
    expect([first(store).keys.size, store.usedBytes, store.counts.expired]).toEqual([0, 0, 50])
  })
})

describe('a file of changes', () => {
  let folder = ''
  let path = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dynarium-aof-'))
    path = join(folder, 'changes.aof')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const load = (): { words: string[][]; cut: number } => {
    const words: string[][] = []
    return { cut: loadAppendFile(path, (one) => words.push(one)).cutBytes, words }
  }

  it('that ends in half a change or half a transaction has it cut off, and goes on (RD5)', () => {
    const store = newStore()
    const file = openAppendFile(path, store, () => {})
    file.keep(0, [['SET', 'a', '1']])
    file.keep(0, [['INCR', 'a'], ['INCR', 'a']])
    file.flush()
    file.close()
    const whole = readFileSync(path).length
    truncateSync(path, whole - 3)
    expect(load()).toEqual({ words: [['SELECT', '0'], ['SET', 'a', '1']], cut: expect.any(Number) })
    appendFileSync(path, '*2\r\n$4\r\nINCR\r\n$1\r\n')
    expect(load().cut).toBeGreaterThan(0)
    expect(load()).toEqual({ words: [['SELECT', '0'], ['SET', 'a', '1']], cut: 0 })
  })

  it('that is broken in the middle is refused, and left as it is (RD5)', () => {
    appendFileSync(path, '*1\r\n$4\r\nPING\r\n*1\r\nbroken\r\n*1\r\n$4\r\nPING\r\n')
    const before = readFileSync(path)
    expect(() => load()).toThrow('can not be read from byte 14 on')
    expect(readFileSync(path)).toEqual(before)
  })

  it('is written anew when it has grown, and says the same', () => {
    const store = newStore()
    const file = openAppendFile(path, store, () => {})
    for (let index = 0; index < 30_000; index += 1) {
      const words = ['SET', `k${index % 10}`, `${index}`.padEnd(100)]
      run(store, ...words)
      file.keep(0, [words])
      if (index % 100 === 0) file.flush()
    }
    file.flush()
    expect(statSync(path).size).toBeLessThan(2 * 1024 * 1024)
    file.close()
    const again = newStore()
    const call = { store: again, database: first(again), keepAs: () => {} }
    loadAppendFile(path, (words) => replay(call, words))
    expect(contentOf(again)).toBe(contentOf(store))
  })

  it('of a whole store makes it anew, with every kind of value', () => {
    const store = newStore()
    for (const words of [['SET', 'k', 'v'], ['RPUSH', 'l', ...Array.from({ length: 200 }, (_, index) => `${index}`)], ['HSET', 'h', 'a', '1'], ['SADD', 's', 'x'], ['ZADD', 'z', 'inf', 'a', '-1.5', 'b'], ['XADD', 'x', '5-5', 'f', 'v'], ['XDEL', 'x', '5-5'], ['EXPIREAT', 'k', '99999999999']]) run(store, ...words)
    const again = newStore()
    const call = { store: again, database: first(again), keepAs: () => {} }
    createRequestParser(requestLimits).push(Buffer.from(contentOf(store), 'latin1'), (words) => replay(call, words))
    expect(contentOf(again)).toBe(contentOf(store))
  })
})

describe('patterns', () => {
  it.each([
    ['*', 'any', true], ['h?llo', 'hello', true], ['h?llo', 'hllo', false], ['h*o', 'ho', true], ['h[ae]llo', 'hallo', true], ['h[^e]llo', 'hello', false], ['h[a-c]llo', 'hbllo', true], ['h[c-a]llo', 'hbllo', true],
    ['a\\*b', 'a*b', true], ['a\\*b', 'axb', false], ['', '', true], ['a', '', false], ['*a*b*', 'xxaxxbxx', true], ['[', 'a', false], ['[abc', 'b', true],
  ])('%s and %s: %s', (pattern, text, is) => expect(matches(pattern, text)).toBe(is))

  it('of many stars take no longer than their length times the text', () => {
    expect(matches('a*'.repeat(30) + 'b', 'a'.repeat(5000))).toBe(false)
  })
})
