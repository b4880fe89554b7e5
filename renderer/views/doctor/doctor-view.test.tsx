// @vitest-environment happy-dom
import { cleanup, configure, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { DoctorCheck, PlatformInfo } from '../../../shared/protocol/calls.ts'
import type { Client } from '../../../shared/protocol/client.ts'
import { useConnection } from '../../store/connection.ts'
import { DoctorView } from './doctor-view.tsx'
import { summary } from './findings.ts'
import { helpReport } from './help-report.ts'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

const check = (id: string, group: DoctorCheck['group'], state: DoctorCheck['state'], more: Partial<DoctorCheck> = {}): DoctorCheck => ({
  id, group, title: id, state, found: `${id} found`, purpose: `${id} purpose`, fix: null, command: null, raw: null, ...more,
})
const gitMissing = check('git', 'needed', 'problem', { fix: 'Install Git.', command: 'sudo apt-get install git', raw: 'git: not on the PATH' })
const checks = [gitMissing, check('bash', 'needed', 'fine'), check('go', 'languages', 'warning'), check('node', 'languages', 'fine'), check('disk', 'machine', 'unknown')]

afterEach(() => {
  cleanup()
  useConnection.setState({ line: { kind: 'connecting', note: null } })
})

/** An engine that answers when it is told to. */
function engine(): { readonly asked: string[]; answer(found: readonly DoctorCheck[]): void } {
  const asked: string[] = []
  const waiting: ((value: unknown) => void)[] = []
  const client: Client = {
    call: (name) => {
      asked.push(name)
      return new Promise((resolve) => waiting.push(resolve as never))
    },
    open: () => () => {},
    close: () => {},
  }
  useConnection.setState({ line: { kind: 'ready', client } as never })
  return { asked, answer: (found) => waiting.shift()?.({ checks: found }) }
}

describe('the page', () => {
  it('looks when it is opened, says so, and shows groups with what is wrong first in words', async () => {
    const { asked, answer } = engine()
    render(<DoctorView />)
    expect(screen.getByText(/^Looking at this machine/)).toBeTruthy()
    answer(checks)
    expect(await screen.findByText('1 thing needs fixing. 1 language is not installed. 1 thing could not be found out.')).toBeTruthy()
    expect(asked).toEqual(['doctor:check'])
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual(['Needed', 'Languages', 'This machine'])
    const [git] = within(screen.getByRole('region', { name: 'Needed' })).getAllByRole('listitem')
    expect(git?.textContent).toContain('needs fixing')
    expect(git?.textContent).toContain('Install Git.')
    expect(within(git as HTMLElement).getByRole('button', { name: 'Copy the line for git' })).toBeTruthy()
    expect(within(screen.getByRole('region', { name: 'Languages' })).getAllByRole('listitem')[0]?.textContent).toContain('not here')
  })

  it('keeps what it knows while it looks again', async () => {
    const { asked, answer } = engine()
    render(<DoctorView />)
    answer(checks)
    await screen.findByText(/needs fixing\./)
    screen.getByRole('button', { name: 'Check again' }).click()
    expect(await screen.findByText(/^Looking at 5 things/)).toBeTruthy()
    expect(screen.getByText('git found')).toBeTruthy()
    answer([check('git', 'needed', 'fine')])
    expect(await screen.findByText('Everything needed is here.')).toBeTruthy()
    expect(asked).toHaveLength(2)
  })

  it('says it when the engine does not answer', async () => {
    render(<DoctorView />)
    expect((await screen.findByRole('alert')).textContent).toContain('The engine is not there')
  })
})

it.each<[readonly DoctorCheck[], string]>([
  [[check('a', 'needed', 'fine')], 'Everything needed is here.'],
  [[check('a', 'needed', 'unknown')], 'No problem was found. 1 thing could not be found out.'],
  [[check('a', 'needed', 'fine'), check('b', 'languages', 'warning'), check('c', 'languages', 'warning'), check('d', 'machine', 'warning')], 'Everything needed is here. 1 thing is worth a look. 2 languages are not installed.'],
  [[check('a', 'needed', 'problem'), check('b', 'machine', 'problem')], '2 things need fixing.'],
])('summary of %#', (found, words) => {
  expect(summary(found)).toBe(words)
})

it('the report for helpers has the findings, and nothing that says who or where you are', () => {
  const info: PlatformInfo = {
    version: '0.1', runtime: 'process', owner: 'adalove@localhost', controlUrl: '', routerPort: 1, token: 'token-secret', dataDir: '/home/adalove/.local/share/dynarium', platform: 'linux',
    machine: { name: 'adas-laptop', cores: 1, memoryBytes: 1 },
  }
  const raw = ['/home/adalove/.local/share/dynarium', '/home/adalove/.pyenv/shims/python3', 'C:\\Users\\adalove\\bin', '/Users/adalove/x', 'adas-laptop', 'token-secret', '/root/.pyenv', 'adalove'].join('\n')
  const report = helpReport([{ ...gitMissing, raw }, check('bash', 'needed', 'fine')], info, new Date(0))
  expect(report).toContain('| git | needs fixing | git found |')
  expect(report).toContain('~/.pyenv/shims/python3')
  for (const secret of ['adalove', 'adas-laptop', 'token-secret', '/root']) expect(report).not.toContain(secret)
})
