// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Client } from '../../../shared/protocol/client.ts'
import type { BringNews, DockerReport, MadeThing, StackImage } from '../../../shared/protocol/containers.ts'
import { useConnection } from '../../store/connection.ts'
import { useStackWork } from '../../store/stack-work.ts'
import { useUi } from '../../store/ui.ts'
import { ContainersView } from './containers-view.tsx'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

const ready: DockerReport = { kind: 'ready', engine: 'Docker', version: '24.0.7', apiVersion: '1.43', address: 'unix:///var/run/docker.sock', cores: 4, memoryBytes: 8 * 1024 ** 3, isDirect: true }
const denied: DockerReport = {
  kind: 'trouble', trouble: 'no-permission', happened: 'You may not use the engine.', fix: 'Join the group docker.', without: 'Dynarium goes on without it.', command: 'sudo usermod -aG docker "$USER"', address: 'unix:///x', raw: 'connect EACCES',
}
const image = (change: Partial<StackImage> = {}): StackImage => ({
  stack: 'heroku-24', id: `sha256:${'a'.repeat(64)}`, names: ['dynarium/stack:heroku-24'], digest: null, sizeBytes: 1.5 * 1024 ** 3, createdAt: 0, from: 'built here', usedBy: 0, isCurrent: true, ...change,
})

afterEach(() => {
  cleanup()
  useConnection.setState({ line: { kind: 'connecting', note: null } })
  useStackWork.setState({ work: null })
})

type Opened = { readonly input: unknown; isClosed: boolean; item(news: BringNews): void; end(error: PlatformError | null): void }

/** An engine with these images, whose removals and exports go as the test says. */
function engine(report: DockerReport, images: readonly StackImage[] = [], refusal: PlatformError | null = null) {
  const asked: (readonly [name: string, input: unknown])[] = []
  const opened: Opened[] = []
  const state: { images: readonly StackImage[]; things: MadeThing[] } = { images, things: [] }
  const client = {
    call: (name: string, input: unknown) => {
      asked.push([name, input])
      if (name === 'docker:info') return Promise.resolve(report)
      if (name === 'docker:images') return Promise.resolve({ images: state.images, stacks: ['heroku-24'] })
      if (name === 'docker:made') return Promise.resolve({ things: state.things })
      if (refusal !== null) return Promise.reject(refusal)
      if (name === 'docker:clean') return Promise.resolve({ removed: state.things.length, freedBytes: 3 * 1024 ** 2, left: ['The network x could not be removed: it has active endpoints'] })
      return Promise.resolve(name === 'docker:images:export' ? { bytes: 1024 ** 3 } : {})
    },
    open: (_: string, input: unknown, onItem: (news: BringNews) => void, onEnd: (error: PlatformError | null) => void) => {
      const one: Opened = { input, isClosed: false, item: (news) => act(() => onItem(news)), end: (error) => act(() => onEnd(error)) }
      opened.push(one)
      return () => void (one.isClosed = true)
    },
    close: () => {},
  } as unknown as Client
  useConnection.setState({ line: { kind: 'ready', client } as never })
  return { asked, opened, state }
}

describe('the engine', () => {
  it('that can be used is shown with what containers have of it', async () => {
    engine(ready)
    render(<ContainersView />)
    const panel = await screen.findByRole('region', { name: 'Engine' })
    expect(panel.textContent).toContain('ready')
    expect(panel.textContent).toContain('Docker 24.0.7')
    expect(panel.textContent).toContain('4 cores, 8 GB of memory')
  })

  it('that can not be used: what is so, the fix, its line, and the way on without it; images are not asked for', async () => {
    const { asked } = engine(denied)
    useUi.setState({ page: 'containers', appId: null })
    render(<ContainersView />)
    const panel = await screen.findByRole('region', { name: 'Engine' })
    for (const text of ['not allowed', 'You may not use the engine.', 'Join the group docker.', 'sudo usermod', 'goes on without it', 'connect EACCES']) expect(panel.textContent).toContain(text)
    expect(screen.queryByRole('region', { name: 'Stack images' })).toBeNull()
    expect(asked.map(([name]) => name)).toEqual(['docker:info'])
    fireEvent.click(screen.getByRole('button', { name: 'Continue without Docker' }))
    expect(useUi.getState().page).toBe('apps')
    fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
    expect(asked.map(([name]) => name)).toEqual(['docker:info', 'docker:info'])
  })
})

describe('images', () => {
  it('without any, the page says what they are for', async () => {
    engine(ready)
    render(<ContainersView />)
    expect((await screen.findByRole('region', { name: 'Stack images' })).textContent).toContain('No image yet')
  })

  it('are listed with size and origin; one that dynos do not start from says so', async () => {
    engine(ready, [image({ usedBy: 3 }), image({ id: `sha256:${'b'.repeat(64)}`, isCurrent: false, from: 'pulled from heroku/heroku', digest: `sha256:${'c'.repeat(64)}` })])
    render(<ContainersView />)
    const rows = within(await screen.findByRole('region', { name: 'Stack images' })).getAllByRole('row').slice(1)
    expect(rows.map((row) => row.textContent)).toEqual([expect.stringMatching(/heroku-24aaaaaaaaaaaabuilt here.*31\.5 GB/) as string, expect.stringMatching(/heroku-24 sparecccccccccccc.*pulled from heroku\/heroku/) as string])
  })

  it('one is removed after one question, and the list is asked for again', async () => {
    const { asked, state } = engine(ready, [image()])
    render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: /^Remove heroku-24 a/ }))
    expect(asked.some(([name]) => name === 'docker:images:remove')).toBe(false)
    state.images = []
    fireEvent.click(screen.getByRole('button', { name: 'Remove heroku-24 · frees up to 1.5 GB' }))
    expect(await screen.findByText('No image yet')).toBeTruthy()
    expect(asked).toContainEqual(['docker:images:remove', { image: image().id }])
  })

  it('one in use stays, and the page says why', async () => {
    engine(ready, [image()], new PlatformError('image-in-use', { image: 'dynarium/stack:heroku-24', count: '2 containers' }))
    render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: /^Remove heroku-24 a/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Remove heroku-24 · frees up to 1.5 GB' }))
    expect((await screen.findByRole('alert')).textContent).toContain('in use by 2 containers')
  })

  it('one is exported to the file that was named, and its size is told', async () => {
    const { asked } = engine(ready, [image()])
    render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: /^Export heroku-24/ }))
    fireEvent.change(screen.getByLabelText(/To a new file/), { target: { value: ' /media/usb/stack.tar ' } })
    fireEvent.click(screen.getByRole('button', { name: /^Write about/ }))
    expect((await screen.findByText(/^Saved 1 GB to/)).textContent).toContain('Saved 1 GB')
    expect(asked).toContainEqual(['docker:images:export', { image: image().id, path: '/media/usb/stack.tar' }])
  })
})

describe('bringing a stack', () => {
  it('shows the step and a bar for each part, only counts what has no known length, and ends with what came', async () => {
    const { opened, asked } = engine(ready)
    render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: 'Pull heroku-24' }))
    const [stream] = opened
    expect(stream?.input).toEqual({ how: 'pull', stack: 'heroku-24' })
    stream?.item({ kind: 'step', text: 'Pulling heroku/heroku:24' })
    stream?.item({ kind: 'progress', parts: [{ id: 'a', label: 'layer a', done: 1024, total: 4096 }, { id: 'b', label: 'layer b', done: 2048, total: null }] })
    expect(screen.getByText('Pulling heroku/heroku:24')).toBeTruthy()
    expect(screen.getAllByRole('progressbar').map((bar) => [bar.getAttribute('aria-label'), bar.getAttribute('value'), bar.getAttribute('max')])).toEqual([['layer a', '1024', '4096']])
    expect(screen.getByText('2 KB')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Build heroku-24' })).toBeNull()
    const before = asked.length
    stream?.item({ kind: 'done', images: [image({ digest: `sha256:${'d'.repeat(64)}` })] })
    expect(await screen.findByText('heroku-24 is here.')).toBeTruthy()
    expect(asked.slice(before).map(([name]) => name)).toEqual(['docker:images'])
  })

  it('is cancelled by its button, and says that nothing was kept', async () => {
    const { opened } = engine(ready)
    render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: 'Build heroku-24' }))
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(opened[0]?.isClosed).toBe(true)
    expect(await screen.findByText('Cancelled. Nothing of it was kept.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Build heroku-24' })).toBeTruthy()
  })

  it('that fails says why, with the last lines of its output; it goes on while another page is looked at', async () => {
    const { opened } = engine(ready)
    const { unmount } = render(<ContainersView />)
    fireEvent.click(await screen.findByRole('button', { name: 'Build heroku-24' }))
    unmount()
    opened[0]?.item({ kind: 'output', lines: ['I: one', 'E: two'] })
    opened[0]?.end(new PlatformError('image-build-failed', { why: 'two' }))
    render(<ContainersView />)
    expect((await screen.findByRole('alert')).textContent).toContain('The stack could not be built: two.')
    expect(screen.getByLabelText('Output').textContent).toBe('I: one\nE: two')
  })

  it('from a file wants its path', async () => {
    const { opened } = engine(ready)
    render(<ContainersView />)
    const button = await screen.findByRole('button', { name: 'Import it' })
    expect((button as HTMLButtonElement).disabled).toBe(true)
    fireEvent.change(screen.getByLabelText('Path of the file'), { target: { value: '/media/usb/stack.tar' } })
    fireEvent.click(button)
    expect(opened[0]?.input).toEqual({ how: 'import', path: '/media/usb/stack.tar' })
  })
})

describe('what was made in the engine', () => {
  it('is counted by kind, and is removed only after a question that says what ends', async () => {
    const { asked, state } = engine(ready)
    state.things = [
      { kind: 'container', id: 'c1', name: 'tea.web.1', data: '/data', bytes: 1024 ** 2, isInUse: true }, { kind: 'network', id: 'n1', name: 'x', data: '/old', bytes: 0, isInUse: false },
      { kind: 'volume', id: 'v1', name: 'cache', data: '/old', bytes: 2 * 1024 ** 2, isInUse: false },
    ]
    render(<ContainersView />)
    const panel = await screen.findByRole('region', { name: 'Made in the engine' })
    await within(panel).findByText('Containers')
    expect(panel.textContent).toContain('1, 1 MB dynos and builds, 1 in use')
    fireEvent.click(within(panel).getByRole('button', { name: 'Clean this machine' }))
    expect(asked.some(([name]) => name === 'docker:clean')).toBe(false)
    fireEvent.click(within(panel).getByRole('button', { name: /^Remove 3 things/ }))
    await within(panel).findByText('3 things were removed, 3 MB in all.')
    expect(panel.textContent).toContain('it has active endpoints')
    expect(asked.find(([name]) => name === 'docker:clean')?.[1]).toEqual({ things: [{ kind: 'container', id: 'c1' }, { kind: 'network', id: 'n1' }, { kind: 'volume', id: 'v1' }] })
  })
})
