import { describe, expect, it } from 'vitest'
import { savings } from './cpu-limit.ts'
import { findPrlimit, heeds } from './disk-room.ts'
import { refuseWithoutStop } from './freeze.ts'
import { freeMemoryBytes } from './free-memory.ts'
import { hogMemory, memoryMarginBytes, nextBytes } from './memory-hog.ts'

const mb = 1024 * 1024
const gb = 1024 * mb

describe('memory that is taken (DY23)', () => {
  it('grows by so much a second, in steps, up to what was asked for', () => {
    const wish = { bytes: 100 * mb, bytesPerSecond: 10 * mb }
    expect(nextBytes(wish, 1000, 0, 8 * gb)).toEqual({ bytes: 10 * mb, isShort: false })
    expect(nextBytes(wish, 60_000, 90 * mb, 8 * gb)).toEqual({ bytes: 100 * mb, isShort: false })
    expect(nextBytes({ bytes: gb, bytesPerSecond: 0 }, 0, 0, 8 * gb)).toEqual({ bytes: 64 * mb, isShort: false })
  })

  it('stops where the margin of the machine begins, and never shrinks by itself', () => {
    const wish = { bytes: 100 * gb, bytesPerSecond: 0 }
    expect(nextBytes(wish, 0, gb, memoryMarginBytes + 10 * mb)).toEqual({ bytes: gb + 10 * mb, isShort: true })
    expect(nextBytes(wish, 0, gb, memoryMarginBytes - 1)).toEqual({ bytes: gb, isShort: true })
  })

  it('is refused where no more than the margin is free', async () => {
    const nobody = { name: 'web.1' } as Parameters<typeof hogMemory>[0]
    await expect(hogMemory(nobody, { bytes: mb, bytesPerSecond: 0 }, () => 100 * mb)).rejects.toThrow('100 MB of memory left, and 512 MB stay free')
  })

  it('is what the machine or the container has left, whichever is less', () => {
    const files: Record<string, string> = { '/proc/meminfo': 'MemTotal: 100 kB\nMemAvailable:   2097152 kB\n' }
    const read = (path: string): string => files[path] ?? ''
    expect(freeMemoryBytes(read)).toBe(2 * gb)
    files['/sys/fs/cgroup/memory.max'] = 'max\n'
    files['/sys/fs/cgroup/memory.current'] = '1000\n'
    expect(freeMemoryBytes(read)).toBe(2 * gb)
    files['/sys/fs/cgroup/memory.max'] = String(gb)
    files['/sys/fs/cgroup/memory.current'] = String(gb - 10 * mb)
    files['/sys/fs/cgroup/memory.stat'] = `anon 5\ninactive_file ${4 * mb}\n`
    expect(freeMemoryBytes(read)).toBe(14 * mb)
  })
})

describe('processor time that is saved up (DY25)', () => {
  it('grows with time up to a bound, and is owed after too much was spent', () => {
    expect(savings(0, { earned: 10, spent: 0, most: 50 })).toBe(10)
    expect(savings(45, { earned: 10, spent: 0, most: 50 })).toBe(50)
    expect(savings(5, { earned: 10, spent: 40, most: 50 })).toBe(-25)
    expect(savings(0, { earned: 0, spent: 90_000, most: 50 })).toBe(-1000)
  })
})

describe('what a machine can not do', () => {
  it('is refused in words (DY22, DY26)', () => {
    expect(() => refuseWithoutStop('win32')).toThrow('Windows has no signal that stops a process')
    expect(() => findPrlimit('darwin')).toThrow('only be taken from it on Linux')
    expect(() => findPrlimit('linux', '/nowhere')).toThrow('Install util-linux')
  })

  it('a signal is heeded by one that ignores or catches it', () => {
    const status = (ignored: string, caught: string): string => `Name:\tx\nSigBlk:\t0000000000000000\nSigIgn:\t${ignored}\nSigCgt:\t${caught}\n`
    expect(heeds(status('0000000001000000', '0000000000000000'), 25n)).toBe(true)
    expect(heeds(status('0000000000000000', '0000000001000000'), 25n)).toBe(true)
    expect(heeds(status('0000000000001000', '0000000000004002'), 25n)).toBe(false)
  })
})
