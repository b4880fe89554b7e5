import { describe, expect, it } from 'vitest'
import { appNamed, teaWorld, typed } from './console-world.fixture.ts'
import { orderedVerbs } from './ordered-verbs.ts'
import { readCommand } from './read-command.ts'

describe('what a line sends', () => {
  it.each<[string, string, object]>([
    ['ps:scale web=3', 'ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 3 }] }],
    ['heroku ps:scale web=3 -a coffee', 'ps:scale', { app: 'coffee', changes: [{ type: 'web', quantity: 3 }] }],
    ['scale web+1 worker=2:Standard-2X', 'ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: '+1' }, { type: 'worker', quantity: 2, size: 'standard-2x' }] }],
    ['ps:scale my-worker-1', 'ps:scale', { app: 'tea', changes: [{ type: 'my-worker', quantity: '-1' }] }],
    ['ps:type standard-2x', 'ps:scale', { app: 'tea', changes: [{ type: 'web', size: 'standard-2x' }, { type: 'worker', size: 'standard-2x' }] }],
    ['ps:resize web=basic', 'ps:scale', { app: 'tea', changes: [{ type: 'web', size: 'basic' }] }],
    ['ps:autoscale:enable --min 1 --max 3', 'ps:autoscale:enable', { app: 'tea', min: 1, max: 3, policy: { kind: 'p95', target: 1000 } }],
    ['ps:autoscale:enable --min 1 --max 3 --p95 500 --any-size --down-after 5 --notifications', 'ps:autoscale:enable', { app: 'tea', min: 1, max: 3, policy: { kind: 'p95', target: 500 }, anySize: true, downAfterMinutes: 5 }],
    ['ps:autoscale:enable --min 2 --max 9 --queue-time 50', 'ps:autoscale:enable', { app: 'tea', min: 2, max: 9, policy: { kind: 'queue-time', target: 50 } }],
    ['ps:autoscale:enable --min 1 --max 3 --schedule "mon-fri 08:00 4, daily 20:00 1" --zone "+01:00 eu"', 'ps:autoscale:enable', { app: 'tea', min: 1, max: 3, policy: { kind: 'schedule', zone: { offsetMinutes: 60, daylight: 'eu' }, entries: [{ days: [1, 2, 3, 4, 5], minute: 480, quantity: 4 }, { days: [0, 1, 2, 3, 4, 5, 6], minute: 1200, quantity: 1 }] } }],
    ['ps:autoscale:disable', 'ps:autoscale:disable', { app: 'tea' }],
    ['alerts:set --p95 500 --sensitivity high --remind 30', 'alerts:set', { app: 'tea', kind: 'p95', setting: { over: 500, sensitivity: 'high', remindMinutes: 30 } }],
    ['alerts:set --failed off', 'alerts:set', { app: 'tea', kind: 'failed', setting: null }],
    ['restart', 'ps:restart', { app: 'tea' }],
    ['ps:restart web.1 --app=tea', 'ps:restart', { app: 'tea', dyno: 'web.1' }],
    ['ps:restart -d web.1', 'ps:restart', { app: 'tea', dyno: 'web.1' }],
    ['ps:stop --process-type=web', 'ps:stop', { app: 'tea', dyno: 'web' }],
    ['ps:stop run.1234', 'ps:stop', { app: 'tea', dyno: 'run.1234' }],
    ['config:set A=b "GREETING=hello there" EMPTY= URL=http://x/?a=b', 'config:set', { app: 'tea', vars: { A: 'b', GREETING: 'hello there', EMPTY: '', URL: 'http://x/?a=b' } }],
    ["config:set QUOTE='say \"hi\"' BACK=a\\ b", 'config:set', { app: 'tea', vars: { QUOTE: 'say "hi"', BACK: 'a b' } }],
    ['config:unset A B', 'config:set', { app: 'tea', vars: { A: null, B: null } }],
    ['rollback v2', 'releases:rollback', { app: 'tea', version: 2 }],
    ['releases:rollback', 'releases:rollback', { app: 'tea' }],
    ['create', 'apps:create', {}],
    ['apps:create soup --stack heroku-22', 'apps:create', { name: 'soup', stack: 'heroku-22' }],
    ['apps:rename chai', 'apps:rename', { app: 'tea', name: 'chai' }],
    ['apps:destroy tea --confirm tea', 'apps:destroy', { app: 'tea', confirm: 'tea' }],
    ['apps:destroy -a coffee -c coffee', 'apps:destroy', { app: 'coffee', confirm: 'coffee' }],
    ['domains:add www.test.example', 'domains:add', { app: 'tea', hostname: 'www.test.example' }],
    ['drains:add syslog://127.0.0.1:5514', 'drains:add', { app: 'tea', url: 'syslog://127.0.0.1:5514' }],
    ['drains:remove d.1', 'drains:remove', { app: 'tea', drain: 'd.1' }],
    ['domains:remove www.example.test', 'domains:remove', { app: 'tea', hostname: 'www.example.test' }],
    ['maintenance:on', 'maintenance:set', { app: 'tea', on: true }],
    ['maintenance:off', 'maintenance:set', { app: 'tea', on: false }],
    ['features:enable http-session-affinity', 'routing:set', { app: 'tea', sticky: true }],
    ['features:disable http-session-affinity', 'routing:set', { app: 'tea', sticky: false }],
    ['features:enable preboot', 'preboot:set', { app: 'tea', on: true }],
    ['routing:set --strategy round-robin --readiness /ready', 'routing:set', { app: 'tea', strategy: 'round-robin', readinessPath: '/ready' }],
    ['routing:set --no-readiness', 'routing:set', { app: 'tea', readinessPath: null }],
    ['buildpacks:set heroku/python', 'buildpacks:set', { app: 'tea', buildpacks: ['heroku/python'] }],
    ['buildpacks:clear', 'buildpacks:set', { app: 'tea', buildpacks: [] }],
    ['stack:set heroku-22', 'stack:set', { app: 'tea', stack: 'heroku-22' }],
    ['builds:cache:purge', 'builds:cache:purge', { app: 'tea' }],
    ['run:detached --size basic npm run import', 'run:start', { app: 'tea', command: 'npm run import', attach: false, size: 'basic' }],
  ])('%s', async (line, name, input) => {
    expect((await typed(line, { version: 4 })).sent).toEqual([{ name, input }])
  })

  it('buildpacks:add puts one at a place of the list, and set changes one place', async () => {
    const world = teaWorld({ app: appNamed('tea', { buildpacks: ['a', 'b'] }) })
    const list = async (line: string) => (await typed(line, {}, world)).sent[0]?.input
    expect(await list('buildpacks:add c')).toMatchObject({ buildpacks: ['a', 'b', 'c'] })
    expect(await list('buildpacks:add -i 1 c')).toMatchObject({ buildpacks: ['c', 'a', 'b'] })
    expect(await list('buildpacks:set -i 2 c')).toMatchObject({ buildpacks: ['a', 'c'] })
    expect((await typed('buildpacks:set -i 5 c', {}, world)).plan.kind).toBe('refuse')
  })
})

describe('what a line does in the window (DY32)', () => {
  it.each<[string, object]>([
    ['', { kind: 'nothing' }],
    ['   heroku  ', { kind: 'nothing' }],
    ['clear', { kind: 'clear' }],
    ['open', { kind: 'open', address: 'http://tea.localhost:7080/' }],
    ['open /cups?n=1', { kind: 'open', address: 'http://tea.localhost:7080/cups?n=1' }],
    ['logs', { kind: 'logs', lines: 100, tail: false, ps: null, source: null }],
    ['logs --tail -n 20 --ps web', { kind: 'logs', lines: 20, tail: true, ps: 'web' }],
    ['logs -t -d web.1 -s heroku', { kind: 'logs', tail: true, ps: 'web.1', source: 'heroku' }],
    ['run bash', { kind: 'run', command: 'bash', size: null }],
    ['run --size standard-2x -- node -e "console.log(1)"', { kind: 'run', command: 'node -e "console.log(1)"', size: 'standard-2x' }],
    ['run npm test -- --watch -a x', { kind: 'run', command: 'npm test -- --watch -a x' }],
    ['run "cd lib && ls -la"', { kind: 'run', command: 'cd lib && ls -la' }],
    ['run -a coffee ls', { kind: 'run', app: { name: 'coffee' }, command: 'ls' }],
    ['ps:exec', { kind: 'exec', app: { name: 'tea' }, dyno: 'web.1', command: 'bash' }],
    ['heroku ps:exec --dyno web.2 -a coffee', { kind: 'exec', app: { name: 'coffee' }, dyno: 'web.2', command: 'bash' }],
    ['ps:exec -d worker.1 ls -a lib', { kind: 'exec', app: { name: 'tea' }, dyno: 'worker.1', command: 'ls -a lib' }],
    ['ps:exec ps aux --dyno=web.2', { kind: 'exec', dyno: 'web.2', command: 'ps aux' }],
    ['ps:exec node --version --dyno web.2 --app coffee', { kind: 'exec', app: { name: 'coffee' }, dyno: 'web.2', command: 'node --version' }],
    ['ps:exec -- run --dyno web.2', { kind: 'exec', dyno: 'web.1', command: 'run --dyno web.2' }],
    ['ps:exec "cd lib && ls"', { kind: 'exec', dyno: 'web.1', command: 'cd lib && ls' }],
  ])('"%s"', (line, plan) => {
    expect(readCommand(line, teaWorld())).toMatchObject(plan)
  })
})

describe('what can not be read is refused with what to try', () => {
  it.each<[string, string, string]>([
    ['psx', 'psx is not a heroku command.', 'Did you mean ps?'],
    ['config:est A=b', 'config:est is not a heroku command.', 'Did you mean config:set?'],
    ['xyzzy', 'xyzzy is not a heroku command.', 'Run help for a list of available commands.'],
    ['git push', 'git is not a heroku command.', 'terminal of your own'],
    ['ps:scale web', 'web is not a scale.', 'Try ps:scale web=2'],
    ['ps:scale web=-1', 'web=-1 is not a scale.', 'TYPE=N'],
    ['ps:stop', 'Missing the dyno to stop.', 'ps lists them'],
    ['ps --app tee', "Couldn't find that app: tee.", 'Did you mean tea?'],
    ['ps --ap tea', 'Nonexistent flag: --ap', 'Did you mean --app?'],
    ['ps -a', 'Flag --app expects a value', '--app APP'],
    ['config set A=b', 'Unexpected argument: set', 'Did you mean config:set?'],
    ['config:set A', 'A is invalid. Must be in the format FOO=bar.', 'A=VALUE'],
    ['config:set =b', '=b is invalid', 'a name before the ='],
    ['config:unset A=b', 'A=b has a value', 'config:unset A'],
    ['config:set A="b', 'A double quote is open', 'Close it with "'],
    ['logs -n 9999', '9999 is not a number of lines.', '1500'],
    ['logs -s router', 'router is not a source.', 'app and heroku'],
    ['rollback three', 'three is not a release.', 'rollback v3'],
    ['releases:info v9', "Couldn't find release v9 of tea.", 'releases lists them'],
    ['apps:destroy', 'WARNING: This will destroy tea', 'apps:destroy tea --confirm tea'],
    ['apps:destroy coffee --confirm tea', 'Confirmation tea did not match coffee.', '--confirm coffee'],
    ['run', 'Usage: heroku run COMMAND', 'run bash'],
    ['ps:exec --dyno', 'Flag --dyno expects a value', '--dyno DYNO'],
    ['ps:exec --dino web.1', 'Nonexistent flag: --dino', 'Did you mean --dyno?'],
    ['features:enable', 'Missing the feature.', 'http-session-affinity'],
    ['features:enable http-end-to-end-continue', 'is not a feature', 'http-session-affinity, preboot'],
    ['routing:set', 'Nothing to set.', '--strategy round-robin'],
    ['routing:set -s fastest', 'fastest is not a strategy.', 'random, round-robin'],
    ['routing:set -r /ready --no-readiness', 'say the opposite', 'one of them'],
  ])('%s', (line, message, help) => {
    const plan = readCommand(line, teaWorld())
    expect(plan).toMatchObject({ kind: 'refuse' })
    if (plan.kind === 'refuse') expect([plan.message, plan.help].map((text, at) => text.includes([message, help][at] ?? ''))).toEqual([true, true])
  })

  it('a command for an app needs one: in view, or named', () => {
    expect(readCommand('ps', teaWorld({ app: null }))).toMatchObject({ kind: 'refuse', message: 'Missing required flag: app' })
    expect(readCommand('ps -a tea', teaWorld({ app: null }))).toMatchObject({ kind: 'print' })
    expect(readCommand('apps', teaWorld({ app: null }))).toMatchObject({ kind: 'print' })
  })

  it('no line makes it throw', () => {
    for (const verb of orderedVerbs) {
      for (const rest of ['', '-', '--', '=', '"', '-a', '--app=', "''", '__proto__', 'constructor=1', 'x '.repeat(200)]) expect(() => readCommand(`${verb.name} ${rest}`, teaWorld())).not.toThrow()
    }
  })
})
