import { describe, expect, it } from 'vitest'
import { columns, pairs, since } from './cli-text.ts'
import { now, teaWorld, typed } from './console-world.fixture.ts'

const plain = (lines: readonly string[]): string => lines.join('\n').replace(/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d [+-]\d{4}/g, 'TIME')

describe('prints as the CLI does', () => {
  it('ps: a header for each type, one-offs last', async () => {
    expect(plain((await typed('ps')).lines)).toBe([
      '=== web (Standard-1X): node server.js (2)', '', 'web.1: up TIME (~ 3m ago)', 'web.2: starting TIME (~ 5s ago)', '',
      '=== run: one-off processes (1)', '', 'run.1234 (Standard-1X): up TIME (~ 3m ago): bash',
    ].join('\n'))
    expect((await typed('ps -a coffee')).lines).toEqual(['No dynos on coffee'])
  })

  it('ps:scale without words says what runs, with words what it came to', async () => {
    expect((await typed('ps:scale')).lines).toEqual(['web=2:Standard-1X worker=0:Standard-1X'])
    expect((await typed('ps:scale web=2')).lines).toEqual(['now running web at 2:Standard-1X'])
  })

  it('config: names and values below each other; config:get the value alone', async () => {
    const vars = { LONGER: 'x', A: 'b' }
    expect((await typed('config', vars)).lines).toEqual(['=== tea Config Vars', '', 'A:      b', 'LONGER: x'])
    expect((await typed('config -s', vars)).lines).toEqual(['A="b"', 'LONGER="x"'])
    expect((await typed('config:get A', vars)).lines).toEqual(['b'])
    expect((await typed('config:get toString', vars)).lines).toEqual([''])
    expect((await typed('config:set A=b', { version: 4 })).lines).toEqual(['v4', '', 'A: b'])
  })

  it('releases: newest first, in columns', async () => {
    expect(plain((await typed('releases -n 2')).lines)).toBe(['=== tea Releases - Current: v3', '', 'v3  Set DEBUG config vars  you@localhost  TIME (~ 3h ago)', 'v2  Deploy abc1234         you@localhost  TIME (~ 2h ago)'].join('\n'))
    expect(plain((await typed('releases:info v2', { A: 'b' })).lines)).toBe(['=== Release v2', '', 'Change: Deploy abc1234', 'By:     you@localhost', 'When:   TIME (~ 2h ago)', '', '=== v2 Config vars', '', 'A: b'].join('\n'))
  })

  it('a rollback says which release it goes to, the one it makes, and how to undo it', async () => {
    const { plan, lines } = await typed('rollback', { version: 4 })
    expect(plan).toMatchObject({ said: 'Rolling back tea to v2...' })
    expect(lines[0]).toBe('v4')
    expect(lines[1]).toContain('rollback v3')
  })

  it('apps, info, domains, buildpacks, stack', async () => {
    expect((await typed('apps')).lines).toEqual(['=== you@localhost Apps', '', 'coffee', 'tea'])
    expect((await typed('info')).lines).toContain('Web URL:     http://tea.localhost:7080/')
    expect((await typed('domains')).lines).toContain('www.example.test  CNAME')
    expect((await typed('buildpacks')).lines).toEqual(['tea has no Buildpack URL set. Detected: heroku/nodejs.'])
    expect((await typed('stack')).lines).toContain('* heroku-24')
    expect((await typed('maintenance')).lines).toEqual(['off'])
    expect((await typed('features')).lines).toEqual(['=== App Features tea', '', '[ ]  http-session-affinity', '[ ]  preboot'])
    expect((await typed('routing')).lines).toContain('Strategy:          random')
  })

  it('help lists every verb once, and one verb with its flags', async () => {
    expect((await typed('help')).lines.filter((line) => /^ {2}ps:scale /.test(line))).toHaveLength(1)
    const { lines } = await typed('logs --help')
    expect(lines.join('\n')).toMatch(/-t, --tail .*Ctrl\+C[\s\S]*-a, --app APP/)
    expect((await typed('help ps:exec')).lines.join('\n')).toMatch(/USAGE {2}heroku ps:exec \[COMMAND\] \[--dyno DYNO\][\s\S]*-d, --dyno DYNO +which dyno, web\.1/)
  })

  it('a created app is shown by the window', async () => {
    const { plan } = await typed('create soup')
    if (plan.kind !== 'send') throw new Error('it should send')
    expect(await plan.send(() => Promise.resolve({ id: 'new', name: 'soup', seq: 1 }) as never, () => teaWorld().state)).toMatchObject({ showApp: 'new' })
  })
})

it('columns are as wide as their widest cell, without blanks at the end', () => {
  expect(columns([['a', 'bb', ''], ['aaa', 'b', 'c']])).toEqual(['a    bb', 'aaa  b   c'])
  expect(pairs([['A', ''], ['LONG', 'x']])).toEqual(['A:', 'LONG: x'])
})

it.each([[0, '0s'], [59_999, '59s'], [60_000, '1m'], [3_600_000, '1h'], [89_999_000, '24h']])('%d ms ago is "~ %s ago"', (ms, words) => {
  expect(since(now - ms, now)).toContain(`(~ ${words} ago)`)
  expect(since(now - 90_000_000, now)).not.toContain('ago')
})
