import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngineLog } from './engine-log.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dynarium-engine-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe("the engine's own log", () => {
  it('keeps a line for each trouble, for its owner only', () => {
    const log = createEngineLog(join(folder, 'engine.log'))
    log('first\n')
    log('second')
    expect(readFileSync(join(folder, 'engine.log'), 'utf8')).toMatch(/^\S+Z first\n\S+Z second\n$/)
    expect(statSync(join(folder, 'engine.log')).mode & 0o077).toBe(0)
  })

  it.runIf(existsSync('/dev/full'))('tells a full disk elsewhere and goes on', () => {
    const told: string[] = []
    createEngineLog('/dev/full', (line) => told.push(line))('the journal can not be written')
    expect(told).toEqual([expect.stringContaining('the journal can not be written')])
  })
})
