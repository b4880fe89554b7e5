import { describe, expect, test } from 'vitest'
import { breaches, FILE_RULES, noMachinePaths, nothingLeftOver, openingComment, pureEngine, smallFiles, tellingNames, type FileRule } from './file-rules'
import { readRepository } from './source-files'

const repositoryFiles = readRepository()

describe('the repository', () => {
  for (const rule of FILE_RULES) {
    test(rule.name, () => expect(breaches(rule, repositoryFiles)).toEqual([]))
  }

  test('is really read: every room is there', () => {
    const rooms = new Set(repositoryFiles.map(({ path }) => path.split('/')[0]))
    for (const room of ['electron', 'shared', 'renderer', 'e2e', 'scripts']) expect(rooms).toContain(room)
  })
})

/** Each rule is seen failing on what it forbids and passing on its harmless neighbour. */
describe('a breach is found', () => {
  const engine = 'electron/engine/dynos/x.ts'
  const cases: [FileRule, path: string, bad: string, good: string][] = [
    [smallFiles, 'shared/x.ts', 'a\n'.repeat(401), 'a\n'.repeat(400)],
    [smallFiles, 'renderer/theme/x.css', 'a\n'.repeat(401), 'a\n'.repeat(400)],
    [pureEngine, engine, 'const at = Date.now()', '// Date.now() is a port here'],
    [pureEngine, engine, 'const d = new Date(1)', 'type A = { at: number }'],
    [pureEngine, 'shared/text/x.ts', 'new Date()', 'new Date(atMs).toISOString()'],
    [pureEngine, engine, 'setTimeout(f, 1)', '/* setTimeout\n is a port */ clock.after(1, f)'],
    [pureEngine, engine, 'const n = Math.random()', 'const n = random.next()'],
    [pureEngine, engine, "import 'node:fs'", 'const address = { node: 1 }'],
    [pureEngine, 'shared/x.ts', 'process.exit(1)', "const text = 'It ends the process. Then it waits.'"],
    [pureEngine, 'shared/x.ts', 'const f = () => globalThis.Date', 'const program = `process.exit(1)\nsetTimeout(f, 1)`'],
    [nothingLeftOver, engine, '// TODO later', '// Heroku lists what is left to do'],
    [nothingLeftOver, 'shared/x.test.ts', 'test.only("a", f)', 'test("only", f)'],
    [nothingLeftOver, 'shared/x.test.ts', "test.skip('a', f)", "test.skipIf(missing('php'))('a', f)"],
    [noMachinePaths, 'shared/x.ts', "'/home/ada/project/x'", "'~/project/home/page/x'"],
    [noMachinePaths, 'docs/x.md', 'see /root/notes', 'see $HOME/notes'],
    [openingComment, engine, 'export const a = 1', '// What a is.\nexport const a = 1'],
  ]

  for (const [rule, path, bad, good] of cases) {
    test(`${rule.name}: ${path} with ${bad.slice(0, 30).trim().replaceAll('\n', ' ')}`, () => {
      expect(breaches(rule, [{ path, text: bad }])).toHaveLength(1)
      expect(breaches(rule, [{ path, text: good }])).toEqual([])
    })
  }

  test('vague names are found in files and folders, as whole words only', () => {
    const names = ['shared/text/string-utils.ts', 'renderer/common/x.ts', 'electron/engine/dynos/dyno-manager.ts']
    expect(breaches(tellingNames, names.map((path) => ({ path, text: '' })))).toHaveLength(3)
    expect(breaches(tellingNames, [{ path: 'electron/adapters/postgres/database.ts', text: '' }])).toEqual([])
  })

  test('tests beside the engine may use real time', () => {
    expect(breaches(pureEngine, [{ path: 'electron/engine/dynos/x.test.ts', text: 'Date.now()' }])).toEqual([])
  })
})
