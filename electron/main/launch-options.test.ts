import { expect, test } from 'vitest'
import { defaultDataDir } from '../../scripts/setup/paths.mjs'
import { readLaunchOptions, standardDataDir } from './launch-options'

const linux = { platform: 'linux', env: {}, home: '/home/ada' }

test('a data dir and ports given on the command line reach the engine, in either spelling', () => {
  const argv = ['electron', '--no-sandbox', '.', '--data-dir=/tmp/a=b', '--port', '7070', '--router-port', '7080']
  expect(readLaunchOptions(argv, linux)).toEqual({
    dataDir: '/tmp/a=b',
    engineArgs: ['--data-dir', '/tmp/a=b', '--port', '7070', '--router-port', '7080'],
  })
})

test('a simulated world is passed on, with a data dir of its own', () => {
  expect(readLaunchOptions(['electron', '.', '--runtime', 'simulated', '--seed=7'], linux)).toEqual({
    dataDir: '/home/ada/.local/share/dynarium-simulated',
    engineArgs: ['--data-dir', '/home/ada/.local/share/dynarium-simulated', '--runtime', 'simulated', '--seed', '7'],
  })
})

test('an option without its value counts as not given', () => {
  expect(readLaunchOptions(['.', '--data-dir', '--port'], linux)).toEqual({
    dataDir: '/home/ada/.local/share/dynarium',
    engineArgs: ['--data-dir', '/home/ada/.local/share/dynarium'],
  })
})

test.each([
  { platform: 'linux', env: {}, home: '/h' },
  { platform: 'linux', env: { XDG_DATA_HOME: '/x' }, home: '/h' },
  { platform: 'darwin', env: {}, home: '/h' },
  { platform: 'win32', env: { APPDATA: '/roaming' }, home: '/h' },
  { platform: 'linux', env: { DYNARIUM_DATA_DIR: '/chosen' }, home: '/h' },
])('the window and the set-up scripts agree on the place for data: $platform $env', (machine) => {
  expect(standardDataDir(machine)).toBe(defaultDataDir(machine))
})
