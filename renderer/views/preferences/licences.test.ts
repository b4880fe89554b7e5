import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { licences } from './licences.ts'

const read = (path: string): { readonly license?: string; readonly dependencies?: Readonly<Record<string, string>> } => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
const listed = new Map(licences)

test('each licence is the one its package names', () => {
  for (const [name, licence] of licences) {
    if (/[A-Z ]/.test(name.slice(1)) || name === 'React') continue
    if (name.startsWith('Inter')) continue
    expect(read(`node_modules/${name}/package.json`).license, name).toBe(licence)
  }
})

test('nothing that the engine runs on is left out', () => {
  expect(Object.keys(read('package.json').dependencies ?? {}).filter((name) => !listed.has(name))).toEqual([])
})
