import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { licences } from './licences.ts'

/** Older packages have a list. */
type Package = { readonly license?: string; readonly licenses?: readonly { readonly type: string }[]; readonly dependencies?: Readonly<Record<string, string>> }

const read = (path: string): Package => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
const listed = new Map(licences)

test('each licence is the one its package names', () => {
  for (const [name, licence] of licences) {
    if (/[A-Z ]/.test(name.slice(1)) || name === 'React') continue
    if (name.startsWith('Inter')) continue
    const { license, licenses } = read(`node_modules/${name}/package.json`)
    expect(license ?? licenses?.map(({ type }) => type).join(', '), name).toBe(licence)
  }
})

test('nothing that the engine runs on is left out', () => {
  expect(Object.keys(read('package.json').dependencies ?? {}).filter((name) => !listed.has(name))).toEqual([])
})
