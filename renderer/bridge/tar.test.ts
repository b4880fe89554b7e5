import { Readable } from 'node:stream'
import fc from 'fast-check'
import { Parser, type ReadEntry } from 'tar'
import { describe, expect, test } from 'vitest'
import { tarArchive, type TarEntry } from './tar.ts'

type Found = { readonly path: string; readonly text: string; readonly mode: number | undefined }

/** Read by a tar of its own, not by ours. */
function listed(archive: Uint8Array): Promise<Found[]> {
  return new Promise((resolve, reject) => {
    const found: Found[] = []
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
        const chunks: Buffer[] = []
        entry.on('data', (chunk: Buffer) => chunks.push(chunk))
        entry.on('end', () => found.push({ path: entry.path, text: Buffer.concat(chunks).toString(), mode: entry.mode }))
      },
    })
    parser.on('end', () => resolve(found))
    parser.on('error', reject)
    Readable.from([Buffer.from(archive)]).pipe(parser)
  })
}

const file = (path: string, text: string): TarEntry => ({ path, bytes: new TextEncoder().encode(text) })

describe('tarArchive', () => {
  test('files come out as they went in, scripts can be run', async () => {
    const archive = tarArchive([file('package.json', '{}'), file('bin/start', '#!/bin/sh\n'), file('leer/ümlaut.txt', ''), file('big', 'x'.repeat(1025))])
    expect(await listed(archive)).toEqual([
      { path: 'package.json', text: '{}', mode: 0o644 },
      { path: 'bin/start', text: '#!/bin/sh\n', mode: 0o755 },
      { path: 'leer/ümlaut.txt', text: '', mode: 0o644 },
      { path: 'big', text: 'x'.repeat(1025), mode: 0o644 },
    ])
  })

  test('long paths are split where ustar lets them be, or refused', async () => {
    const long = `${'deep/'.repeat(25)}file.txt`
    expect((await listed(tarArchive([file(long, 'a')]))).map((entry) => entry.path)).toEqual([long])
    expect(() => tarArchive([file('n'.repeat(101), 'a')])).toThrow('too long')
  })

  test('any texts and sizes survive', async () => {
    const name = fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}$/)
    await fc.assert(fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), fc.string({ maxLength: 2000 }), async (paths, text) => {
      const found = await listed(tarArchive(paths.map((path) => file(path, text))))
      expect(found.map((entry) => [entry.path, entry.text])).toEqual(paths.map((path) => [path, Buffer.from(text).toString()]))
    }), { numRuns: 30 })
  })
})
