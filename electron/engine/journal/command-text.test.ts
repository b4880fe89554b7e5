import { expect, it } from 'vitest'
import { commandText } from './command-text.ts'

it.each([
  ['ps:scale', { app: 'demo', changes: [{ type: 'web', quantity: 3 }, { type: 'worker', quantity: '+1', size: 'standard-2x' }] }, 'ps:scale web=3 worker+1:standard-2x -a demo'],
  ['releases:rollback', { app: 'demo', version: 4 }, 'releases:rollback v4 -a demo'],
  ['maintenance:set', { app: 'demo', on: false }, 'maintenance:set off -a demo'],
  ['apps:create', { name: 'demo' }, 'apps:create demo'],
  ['routing:set', { app: 'demo', sticky: true }, 'features:enable http-session-affinity -a demo'],
  ['routing:set', { app: 'demo', strategy: 'peak-ewma', readinessPath: '/ready' }, 'routing:set --strategy peak-ewma --readiness /ready -a demo'],
  ['apps:create', {}, 'apps:create'],
  ['factors:check', { subject: { kind: 'app', app: 'demo' } }, 'factors:check -a demo'],
  ['factors:check', { subject: { kind: 'sample', sample: 'node' } }, 'factors:check --sample node'],
  ['drains:add', { app: 'demo', url: 'https://ada:secret@x/' }, 'drains:add https://ada:•••@x/ -a demo'],
  ['access:add', { app: 'demo', email: 'ada@localhost' }, 'access:add ada@localhost -a demo'],
  ['features:set', { app: 'demo', feature: 'preboot', on: true }, 'features:enable preboot -a demo'],
  ['members:invite', { team: 'brewers', email: 'ada@localhost', role: 'admin' }, 'members:add ada@localhost --role admin -t brewers'],
  ['auth:login', { email: 'ada@localhost', password: 'hunter22' }, 'auth:login'],
  ['run:start', { app: 'demo', command: 'bash', attach: true }, 'run:start -- bash -a demo'],
] as const)('%s %j reads as the CLI command', (name, input, text) => {
  expect(commandText(name, input)).toBe(text)
})

it('never writes out a config value (S2)', () => {
  const text = commandText('config:set', { app: 'demo', vars: { SECRET: 'hunter2', OLD: null } })
  expect(text).toBe('config:set SECRET=… OLD- -a demo')
})
