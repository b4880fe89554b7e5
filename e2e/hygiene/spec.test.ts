import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const rule = /\b[A-Z]{2}\d+\b/g

/** Rules that SPEC.md gives, and those that test files cite. */
function uncited(spec: string, tests: string): string[] {
  const cited = new Set(tests.match(rule))
  return [...spec.matchAll(/^- \*\*(\w+\d+)\*\*/gm)].flatMap(([, name]) => (name !== undefined && !cited.has(name) ? [name] : []))
}

test('every rule of SPEC.md is cited by a test', () => {
  const files = execFileSync('git', ['ls-files', '*.test.ts', '*.spec.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  const tests = files.map((file) => readFileSync(resolve(root, file), 'utf8')).join('\n')
  expect(uncited(readFileSync(resolve(root, 'SPEC.md'), 'utf8'), tests)).toEqual([])
})

test('a rule that no test cites is found', () => {
  expect(uncited('- **DY1** one\n- **DY99** two\n', "it('does one (DY1)')")).toEqual(['DY99'])
})
