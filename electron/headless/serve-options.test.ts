import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { parseServeOptions } from './serve-options.ts'
import { explainFailure } from './start-failure.ts'

describe('options of serve', () => {
  it('are the documented ones, with defaults', () => {
    expect(parseServeOptions(['--data-dir', '/x/y', '--port', '0', '--router-port=9'])).toEqual({ dataDir: '/x/y', port: 0, routerPort: 9, toxiproxyPort: 8474, simulation: null, usualRuntime: 'process', swarmNodes: [] })
    expect(parseServeOptions([])).toMatchObject({ port: 7070, routerPort: 7080 })
    expect(parseServeOptions(['--host', '127.0.0.1']).port).toBe(7070)
  })

  it('of a simulated world: a seed, a rate of log lines, and a folder of its own', () => {
    expect(parseServeOptions(['--runtime', 'simulated', '--seed', '7', '--log-rate', '25']).simulation).toEqual({ seed: 7, logRate: 25 })
    expect(parseServeOptions(['--runtime', 'simulated']).dataDir).toBe(`${parseServeOptions([]).dataDir}-simulated`)
    expect(parseServeOptions(['--runtime', 'simulated', '--data-dir', '/x']).dataDir).toBe('/x')
    expect(parseServeOptions(['--runtime=process'])).toEqual(parseServeOptions([]))
    expect(parseServeOptions(['--runtime=docker'])).toEqual({ ...parseServeOptions([]), usualRuntime: 'docker' })
    expect(parseServeOptions(['--swarm-node', 'unix:///a', '--swarm-node=ssh://b']).swarmNodes).toEqual(['unix:///a', 'ssh://b'])
  })

  it("serve Toxiproxy's API on its usual port, on another, or not; never where nothing flows", () => {
    expect(parseServeOptions(['--toxiproxy-port', '0']).toxiproxyPort).toBe(0)
    expect(parseServeOptions(['--toxiproxy-port', 'off']).toxiproxyPort).toBeNull()
    expect(parseServeOptions(['--runtime', 'simulated']).toxiproxyPort).toBeNull()
    expect(() => parseServeOptions(['--toxiproxy-port', 'many'])).toThrow('a port is a number')
    expect(() => parseServeOptions(['--runtime', 'simulated', '--toxiproxy-port', '8474'])).toThrow('no bytes flow')
  })

  it.each([
    [['--runtime', 'podman'], 'process, docker or simulated'], [['--seed', '3'], 'real programs'], [['--runtime', 'simulated', '--seed', 'x'], 'a seed is a whole number'],
    [['--runtime', 'simulated', '--log-rate=-1'], '-1'], [['--runtime', 'simulated', '--log-rate', '5000'], 'from 0 to 1000'],
    [['--swarm-node', 'a'], 'begins with unix://'], [['--runtime', 'simulated', '--swarm-node', 'unix:///a'], 'no engines'], [['--port', 'many'], 'a port is a number'], [['--port', '70000'], 'a port is a number'], [['--port='], 'a port is a number'], [['--host', '0.0.0.0'], 'listens on 127.0.0.1 only'],
    [['--port', '7080'], 'both 7080'], [['--bogus'], '--bogus'], [['word'], 'word'],
  ])('%j is refused', (args, reason) => {
    expect(() => parseServeOptions(args)).toThrow(reason)
  })
})

describe('a start that failed', () => {
  const options = { dataDir: '/data', port: 7070, routerPort: 7080, toxiproxyPort: null, simulation: null, usualRuntime: 'process' as const, swarmNodes: [] }

  it.each([
    [failure({ code: 'EADDRINUSE', port: 7070 }), 'another with --port'], [failure({ code: 'EADDRINUSE', port: 7080 }), 'another with --router-port'],
    [failure({ code: 'EADDRINUSE' }), 'Port 7080 is taken'],
    [failure({ code: 'EACCES', path: '/data/token' }), '/data/token can not be written'], [failure({ code: 'EACCES', port: 80 }), 'above 1023'],
    [failure({ code: 'ENOSPC' }), 'is full'], [new PlatformError('disk-full', { what: 'it' }), 'Free some space'], [new Error('Dynarium runs on /data already'), 'runs on /data already'],
  ])('%s is explained', (error, text) => {
    expect(explainFailure(error, options)).toContain(text)
  })
})

function failure(facts: object): Error {
  return Object.assign(new Error('raw'), facts)
}
