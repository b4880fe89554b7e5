import { describe, expect, it } from 'vitest'
import { quoted } from '../../shared/text/quoted.ts'
import { closest } from './closest.ts'
import { completions } from './completions.ts'
import { teaWorld } from './console-world.fixture.ts'
import { equalCommand } from './equal-command.ts'
import { lineWords } from './line-words.ts'
import { readCommand } from './read-command.ts'
import { emptyHistory, historyMax, keepable, recallLine, remember } from './typed-history.ts'

describe('Tab', () => {
  it.each<[string, readonly string[]]>([
    ['rel', ['releases', 'releases:info', 'releases:rollback']],
    ['heroku maint', ['maintenance', 'maintenance:off', 'maintenance:on']],
    ['help ps:s', ['ps:scale', 'ps:stop']],
    ['ps:scale w', ['web=', 'worker=']],
    ['ps:scale web=1:basic', []],
    ['ps:scale web=2:standard', ['web=2:standard-1x', 'web=2:standard-2x']],
    ['ps:restart ', ['web', 'web.1', 'web.2', 'worker']],
    ['ps:stop run', ['run.1234']],
    ['config:get D', ['DATABASE_URL', 'DEBUG']],
    ['config:set D', ['DATABASE_URL=', 'DEBUG=']],
    ['rollback v', ['v1', 'v2', 'v3']],
    ['ps -a ', ['coffee', 'tea']],
    ['config:get -a coffee D', []],
    ['domains:remove ', ['www.example.test']],
    ['logs --', ['--app', '--dyno', '--num', '--ps', '--source', '--tail']],
    ['logs -s ', ['app', 'heroku']],
    ['run ', []],
    ['ps:ex', ['ps:exec']],
    ['ps:exec --', ['--app', '--dyno']],
    ['ps:exec --dyno ', ['run.1234', 'web.1']],
    ['ps:exec -a coffee --dyno ', []],
    ['ps:exec ', []],
    ['nonsense ', []],
  ])('after "%s" offers %j', (before, options) => {
    expect(completions(before, teaWorld()).options).toEqual(options)
  })

  it('knows where the word begins and how far all options agree', () => {
    expect(completions('config:get D', teaWorld())).toMatchObject({ from: 11, shared: 'D' })
    expect(completions('  mainte', teaWorld())).toMatchObject({ from: 2, shared: 'maintenance' })
    expect(completions('ps:scale wo', teaWorld())).toMatchObject({ shared: 'worker=' })
  })
})

describe('what was clicked, as the command that equals it', () => {
  it.each<[Parameters<typeof equalCommand>[0], object, string | null]>([
    ['ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 3 }, { type: 'worker', quantity: '+1', size: 'basic' }] }, 'heroku ps:scale web=3 worker+1:basic -a tea'],
    ['config:set', { app: 'tea', vars: { A: 'secret', B: null } }, 'heroku config:set A=… -a tea && heroku config:unset B -a tea'],
    ['config:set', { app: 'tea', vars: { B: null } }, 'heroku config:unset B -a tea'],
    ['maintenance:set', { app: 'tea', on: true }, 'heroku maintenance:on -a tea'],
    ['releases:rollback', { app: 'tea', version: 3 }, 'heroku releases:rollback v3 -a tea'],
    ['apps:destroy', { app: 'tea', confirm: 'tea' }, 'heroku apps:destroy tea --confirm tea'],
    ['buildpacks:set', { app: 'tea', buildpacks: [] }, 'heroku buildpacks:clear -a tea'],
    ['run:start', { app: 'tea', command: 'bash', attach: true }, 'heroku run bash -a tea'],
    ['ps:exec', { app: 'tea', dyno: 'web.1' }, 'heroku ps:exec --dyno web.1 -a tea'],
    ['ps:exec', { app: 'tea', dyno: 'web.1', command: 'bash' }, 'heroku ps:exec --dyno web.1 -a tea'],
    ['ps:exec', { app: 'tea', dyno: 'web.1', command: 'ls -la' }, 'heroku ps:exec --dyno web.1 -a tea "ls -la"'],
    ['ps:restart', { app: 'tea' }, 'heroku ps:restart -a tea'],
    ['ps:restart', { app: 'tea', dyno: 'web.1' }, 'heroku ps:restart -d web.1 -a tea'],
    ['ps:stop', { app: 'tea', dyno: 'web' }, 'heroku ps:stop -p web -a tea'],
    ['routing:set', { app: 'tea', sticky: true }, 'heroku features:enable http-session-affinity -a tea'],
    ['routing:set', { app: 'tea', strategy: 'round-robin', readinessPath: '/ready' }, 'heroku routing:set --strategy round-robin --readiness /ready -a tea'],
    ['routing:set', { app: 'tea', sticky: false, readinessPath: null }, 'heroku features:disable http-session-affinity -a tea && heroku routing:set --no-readiness -a tea'],
    ['config:get', { app: 'tea' }, null],
    ['traffic:stop', { app: 'tea' }, null],
  ])('%s %j', (name, input, text) => {
    expect(equalCommand(name, input)).toBe(text)
  })

  it('a value is never written out', () => {
    expect(equalCommand('config:set', { app: 'tea', vars: { A: 'hunter2' } })).not.toContain('hunter2')
  })

  it('can be typed: the console reads it back to the same call', async () => {
    const input = { app: 'tea', changes: [{ type: 'web', quantity: 3, size: 'standard-2x' }] }
    const plan = readCommand(equalCommand('ps:scale', input) ?? '', teaWorld())
    const sent: unknown[] = []
    if (plan.kind === 'send') await plan.send((_name, given) => { sent.push(given); return Promise.resolve({} as never) }, () => teaWorld().state)
    expect(sent).toEqual([input])
  })
})

describe('a shell inside a dyno, as it was clicked (DY32)', () => {
  it.each(['bash', 'ls -la', 'cd lib && ls', '--help', 'say "hi"'])('running %s is read back to the same', (command) => {
    const line = equalCommand('ps:exec', { app: 'coffee', dyno: 'web.2', command, terminal: { columns: 80, rows: 24 } })
    expect(readCommand(line ?? '', teaWorld())).toMatchObject({ kind: 'exec', app: { name: 'coffee' }, dyno: 'web.2', command })
  })
})

describe('history', () => {
  it('the arrows walk back and forth, and give back what was being typed', () => {
    const history = remember(remember(emptyHistory, 'ps'), 'config')
    const back = recallLine(history, -1, 'rel')
    expect(back?.text).toBe('config')
    const further = recallLine(back?.history ?? history, -1, 'config')
    expect(further?.text).toBe('ps')
    expect(recallLine(further?.history ?? history, -1, 'ps')).toBeNull()
    const forth = recallLine(recallLine(further?.history ?? history, 1, 'ps')?.history ?? history, 1, 'config')
    expect(forth?.text).toBe('rel')
  })

  it('is bounded, and counts the same line twice in a row once', () => {
    let history = emptyHistory
    for (let at = 0; at < historyMax + 10; at++) history = remember(history, `ps -a a${at}`)
    history = remember(history, `ps -a a${historyMax + 9}`)
    expect(history.lines).toHaveLength(historyMax)
    expect(history.lines[0]).toBe('ps -a a10')
  })

  it('lines with config values are not kept beyond the page', () => {
    expect(['config:set A=b', 'heroku config:add A=b', 'config'].map(keepable)).toEqual([false, false, true])
  })
})

describe('words', () => {
  it.each<[string, string[]]>([['a  b', ['a', 'b']], ['A="b c"d', ['A=b cd']], ["'a\\b'", ['a\\b']], ['a\\"b', ['a"b']], ['""', ['']], ['$HOME | x', ['$HOME', '|', 'x']]])('%s', (line, words) => {
    expect(lineWords(line).words.map((word) => word.text)).toEqual(words)
  })

  it('what is quoted is read back the same', () => {
    for (const text of ['a', 'a b', 'say "hi"', "it's", 'back\\slash', '', 'A=b', '$x; rm']) expect(lineWords(quoted(text)).words.map((word) => word.text)).toEqual([text])
  })
})

it.each([['psx', 'ps'], ['pscale', null], ['relaeses', 'releases'], ['x', null]])('%s is closest to %s', (typed, meant) => {
  expect(closest(typed, ['ps', 'ps:scale', 'releases', 'config'])).toBe(typed === 'pscale' ? 'ps:scale' : meant)
})
