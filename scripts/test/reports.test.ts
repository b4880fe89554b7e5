import { expect, test } from 'vitest'
import { closingLine, playwrightTitles, readPlaywright, readVitest } from './reports.mjs'
import { commandFor, PARTS } from './system-parts.mjs'

test("vitest's report is counted, with files that break before their first test", () => {
  const tally = readVitest({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'a works' },
          { status: 'failed', fullName: 'a fails' },
          { status: 'pending', fullName: 'a needs php' },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'Cannot find ./b\nstack', assertionResults: [] },
    ],
  })
  expect(tally).toEqual({ passed: 1, failures: ['a fails', 'b.test.ts: Cannot find ./b'], skips: ['a needs php'] })
})

const playwright = {
  suites: [
    {
      title: 'push.spec.ts',
      specs: [{ title: 'serves', tests: [{ status: 'expected' }] }],
      suites: [
        {
          title: 'ruby',
          specs: [
            { title: 'is skipped', tests: [{ status: 'skipped' }] },
            { title: 'breaks', tests: [{ status: 'unexpected' }] },
          ],
        },
      ],
    },
  ],
  errors: [{ message: 'a worker died\nstack' }],
}

test("Playwright's report is counted by name, with errors outside tests", () => {
  expect(readPlaywright(playwright)).toEqual({
    passed: 1,
    failures: ['push.spec.ts › ruby › breaks', 'a worker died'],
    skips: ['push.spec.ts › ruby › is skipped'],
  })
  expect(playwrightTitles(playwright)).toHaveLength(3)
})

test('the closing line adds everything up', () => {
  const tallies = [{ passed: 2, failures: ['x'], skips: [] }, readPlaywright(playwright)]
  expect(closingLine(tallies)).toBe('3 passed, 3 failed, 1 skipped')
})

test('each missing part has one command that brings it', () => {
  const php = PARTS.find((part: { name: string }) => part.name === 'php')
  expect(commandFor(php, 'linux')).toBe('sudo apt-get install -y php-cli php-mbstring php-xml composer')
  expect(commandFor(php, 'darwin')).toBe('brew install php composer')
})
