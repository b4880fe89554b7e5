import { describe, expect, it } from 'vitest'
import type { DockerReport } from '../../../../shared/protocol/containers.ts'
import { spaceFinding } from './disk-space.ts'
import { containersFinding } from './docker.ts'
import { limitFinding } from './open-files.ts'
import { proxyFinding } from './proxy.ts'

const gb = 1024 ** 3

it.each([
  [100 * gb, 500 * gb, 'fine'], [40 * gb, 500 * gb, 'warning'], [1.5 * gb, 10 * gb, 'warning'], [0.1 * gb, 10 * gb, 'problem'], [0, 0, 'problem'],
])('disk: %d bytes free of %d is %s', (free, total, state) => {
  expect(spaceFinding(free, total).state).toBe(state)
})

it.each([['unlimited', 'fine'], ['65536', 'fine'], ['1024', 'warning'], ['', 'unknown'], ['many', 'unknown']])('open files: a limit of "%s" is %s', (text, state) => {
  expect(limitFinding(text, 'linux').state).toBe(state)
})

describe('a proxy', () => {
  it('is no trouble when none is set, or when this machine is left out of it', () => {
    expect(proxyFinding({}, 'linux').state).toBe('fine')
    expect(proxyFinding({ http_proxy: '' }, 'linux').state).toBe('fine')
    expect(proxyFinding({ http_proxy: 'http://proxy:3128', no_proxy: 'localhost, 127.0.0.1' }, 'linux').state).toBe('fine')
    expect(proxyFinding({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '*' }, 'linux').state).toBe('fine')
  })

  it('that takes this machine too is a warning, with a line that keeps the exceptions there are', () => {
    const finding = proxyFinding({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '.school.test,localhost' }, 'linux')
    expect(finding).toMatchObject({ state: 'warning', found: 'set, also for 127.0.0.1', command: 'export no_proxy=.school.test,localhost,127.0.0.1 NO_PROXY=.school.test,localhost,127.0.0.1' })
  })

  it('is shown without the name and password in its address', () => {
    expect(proxyFinding({ http_proxy: 'http://ada:secret@proxy:3128' }, 'linux').raw).not.toContain('secret')
  })
})

describe('containers', () => {
  const trouble = (trouble: Extract<DockerReport, { kind: 'trouble' }>['trouble']): DockerReport => ({
    kind: 'trouble', trouble, happened: 'Docker does not run.', fix: 'Start it.', without: 'Dynarium goes on.', command: 'sudo systemctl start docker', address: 'unix:///x', raw: null,
  })

  it('that are not there are fine, as nobody needs them', () => {
    expect(containersFinding(trouble('none'))).toMatchObject({ state: 'fine', found: 'not here, and not needed' })
  })

  it('that are there and can not be used are a warning, with the fix and its line', () => {
    for (const kind of ['not-running', 'no-permission', 'too-old', 'too-little-memory', 'not-reached'] as const) {
      expect(containersFinding(trouble(kind))).toMatchObject({ state: 'warning', found: 'Docker does not run', fix: 'Start it.', command: 'sudo systemctl start docker', raw: 'unix:///x' })
    }
  })

  it('that can be used say by which engine', () => {
    expect(containersFinding({ kind: 'ready', engine: 'Podman', version: '4.3.1', apiVersion: '1.41', address: 'unix:///x', cores: 1, memoryBytes: 4 * gb, isDirect: true })).toMatchObject({ state: 'fine', found: 'Podman 4.3.1, 1 core, 4 GB of memory' })
  })
})
