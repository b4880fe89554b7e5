import { describe, expect, it } from 'vitest'
import { createTroubleLeases, type InForce, type Lasting } from './trouble-leases.ts'

const nothing = { restored: [], residue: [] }

/** Troubles that say what becomes of them, named by their kind; `network-cut` begins when it is let. */
function makeBook() {
  const said: string[] = []
  let letBegin = (): void => {}
  const leases = createTroubleLeases('web.1', async ({ kind }: Lasting): Promise<InForce> => {
    if (kind === 'network-cut') await new Promise<void>((resolve) => (letBegin = resolve))
    if (kind === 'disk-full') throw new Error('no disk here')
    return {
      changed: [`${kind} began`],
      undo: () => {
        said.push(`${kind} undone`)
        return Promise.resolve({ restored: [`${kind} is over`], residue: [] })
      },
      end: () => void said.push(`${kind} let go`),
    }
  })
  return { leases, said, letBegin: () => letBegin() }
}

describe('troubles by their leases', () => {
  it('puts back what a lease changed, in reverse order and once', async () => {
    const { leases, said } = makeBook()
    expect(await leases.begin('one', { kind: 'freeze' })).toEqual(['freeze began'])
    await leases.begin('one', { kind: 'cpu-limit', percent: 10 })
    await leases.begin('two', { kind: 'cpu-hog', workers: 1 })
    const relieved = leases.relieve('one')
    const again = leases.relieve('one')
    expect([...(await relieved).restored, ...(await again).restored].sort()).toEqual(['cpu-limit is over', 'freeze is over'])
    expect(said).toEqual(['cpu-limit undone', 'freeze undone'])
  })

  it('relieves of what is still beginning, too, and of nothing that failed', async () => {
    const { leases, letBegin } = makeBook()
    const beginning = leases.begin('one', { kind: 'network-cut' })
    await expect(leases.begin('one', { kind: 'disk-full' })).rejects.toThrow('no disk here')
    const relieved = leases.relieve('one')
    letBegin()
    expect(await beginning).toEqual(['network-cut began'])
    expect(await relieved).toEqual({ restored: ['network-cut is over'], residue: [] })
  })

  it('lets go of all when the dyno ends first, also of what begins too late', async () => {
    const { leases, said, letBegin } = makeBook()
    await leases.begin('one', { kind: 'freeze' })
    const late = leases.begin('one', { kind: 'network-cut' })
    leases.end()
    letBegin()
    await expect(late).rejects.toThrow('web.1 ended at this moment.')
    await expect(leases.begin('one', { kind: 'disk-full' })).rejects.toThrow('web.1 ended at this moment.')
    expect(said).toEqual(['freeze let go', 'network-cut let go'])
    expect(await leases.relieve('one')).toEqual(nothing)
  })
})
