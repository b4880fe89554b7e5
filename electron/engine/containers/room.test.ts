import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews, BringOrder } from '../../../shared/protocol/containers.ts'
import type { ContainerHost } from '../ports/container-host.ts'
import { createSimulatedContainers } from '../sim/simulated-containers.ts'
import { createWorld } from '../sim/world.ts'
import { createContainersRoom } from './room.ts'

const order: BringOrder = { how: 'pull', stack: 'heroku-24' }

/** A host whose bringing goes as the test says. */
function directed() {
  const acts: { tell: (news: BringNews) => void; finish(): void; fail(error: unknown): void; isCancelled: boolean }[] = []
  const host: ContainerHost = {
    ...createSimulatedContainers(),
    bring: (_, tell) => {
      const act = { tell, finish: () => {}, fail: (_error: unknown) => {}, isCancelled: false }
      acts.push(act)
      return {
        done: new Promise((resolve, reject) => {
          act.finish = () => resolve([])
          act.fail = reject
        }),
        cancel: () => {
          act.isCancelled = true
          act.fail(new PlatformError('image-cancelled'))
        },
      }
    },
  }
  const room = createContainersRoom(host)
  const open = () => {
    const reader = room.streams?.['docker:bring']?.(order)
    if (reader === undefined) throw new Error('no such stream')
    return reader
  }
  return { acts, open }
}

describe('bringing an image', () => {
  it('tells all steps in order to a slow reader, of bars the last state, and ends', async () => {
    const { acts, open } = directed()
    const reader = open()
    const bar = (done: number): BringNews => ({ kind: 'progress', parts: [{ id: 'a', label: 'a', done, total: 3 }] })
    acts[0]?.tell({ kind: 'step', text: 'one' })
    for (const done of [1, 2, 3]) acts[0]?.tell(bar(done))
    acts[0]?.tell({ kind: 'output', lines: ['x'] })
    acts[0]?.tell({ kind: 'output', lines: ['y'] })
    acts[0]?.tell({ kind: 'done', images: [] })
    acts[0]?.finish()
    const heard: unknown[] = []
    for (let news = await reader.next(); news !== null; news = await reader.next()) heard.push(news)
    expect(heard).toEqual([{ kind: 'step', text: 'one' }, bar(3), { kind: 'output', lines: ['x', 'y'] }, { kind: 'done', images: [] }])
  })

  it('ends with what went wrong', async () => {
    const { acts, open } = directed()
    const reader = open()
    acts[0]?.tell({ kind: 'step', text: 'one' })
    acts[0]?.fail(new PlatformError('disk-full', { what: 'the image' }))
    await reader.next()
    await expect(reader.next()).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('is cancelled by its reader that goes away, and another may begin then; one at a time (CT12)', async () => {
    const { acts, open } = directed()
    const reader = open()
    expect(open).toThrow(expect.objectContaining({ code: 'image-busy' }) as Error)
    reader.close()
    expect(acts[0]?.isCancelled).toBe(true)
    await expect.poll(() => {
      try {
        return open() !== null
      } catch {
        return false
      }
    }).toBe(true)
    expect(acts).toHaveLength(2)
  })
})

it('a simulated platform says that it has no containers, and goes on', async () => {
  const { engine } = await createWorld({ seed: 1 })
  expect(await engine.call('docker:info', {}, 'me')).toMatchObject({ kind: 'trouble', trouble: 'none', happened: expect.stringContaining('simulated') as string })
  await expect(engine.call('docker:images', {}, 'me')).rejects.toMatchObject({ code: 'docker-unavailable' })
  await expect(engine.open('docker:bring', order).next()).rejects.toMatchObject({ code: 'docker-unavailable' })
  await expect(engine.call('docker:images:export', { image: 'x', path: 'a\0b' }, 'me')).rejects.toMatchObject({ code: 'input-invalid' })
  await engine.stop()
})
