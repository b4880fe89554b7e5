// What every ContainerHost keeps, whatever engine is behind it or none.

import { expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { dockerReport, stackImage, type BringNews } from '../../../shared/protocol/containers.ts'
import type { ContainerHost } from './container-host.ts'

export type ContainerHostWorld = {
  readonly host: ContainerHost
  /** Absolute; nothing is there. */
  readonly noSuchFile: string
  close(): Promise<void>
}

/** `make` gives one with whatever engine it has, or none. */
export function containerHostContract(make: () => Promise<ContainerHostWorld>): void {
  const using = async (work: (world: ContainerHostWorld) => Promise<void>): Promise<void> => {
    const world = await make()
    try {
      await work(world)
    } finally {
      await world.close()
    }
  }

  it('CT3 what it says of its engine and images is in the words of the contract', () => using(async ({ host }) => {
    const report = await host.look()
    expect(dockerReport.parse(report)).toEqual(report)
    if (report.kind === 'trouble') return
    const images = await host.images()
    expect(images.map((image) => stackImage.parse(image))).toEqual(images)
    expect(new Set(images.map(({ id }) => id)).size).toBe(images.length)
  }))

  it('CT4 what is not there is refused in words, and changes nothing', () => using(async ({ host, noSuchFile }) => {
    const isReady = (await host.look()).kind === 'ready'
    const refusals = [
      [refusalOf(host.removeImage('sha256:none')), 'image-not-found'],
      [refusalOf(host.exportImage('sha256:none', noSuchFile)), 'image-not-found'],
      [refusalOf(host.imageOf('heroku-0')), 'image-missing'],
      [refusalOf(host.bring({ how: 'import', path: noSuchFile }, () => {}).done), 'bundle-invalid'],
      [refusalOf(host.bring({ how: 'pull', stack: 'heroku-0' }, () => {}).done), 'stack-not-found'],
      [refusalOf(host.bring({ how: 'build', stack: 'heroku-0' }, () => {}).done), 'stack-not-found'],
    ] as const
    if (!isReady) expect((await refusalOf(host.made())).code).toBe('docker-unavailable')
    for (const [refusal, code] of refusals) expect((await refusal).code).toBe(isReady ? code : 'docker-unavailable')
  }))

  it('CT5 bringing that is cancelled ends with that word, and with nothing done', () => using(async ({ host, noSuchFile }) => {
    if ((await host.look()).kind === 'trouble') return
    const told: BringNews[] = []
    const bringing = host.bring({ how: 'import', path: noSuchFile }, (news) => told.push(news))
    bringing.cancel()
    expect((await refusalOf(bringing.done)).code).toBe('image-cancelled')
    expect(told.filter(({ kind }) => kind === 'done')).toEqual([])
  }))
}

async function refusalOf(work: Promise<unknown>): Promise<PlatformError> {
  const outcome = await work.then(() => new Error('it was done'), (error: unknown) => error)
  if (outcome instanceof PlatformError) return outcome
  throw new Error(`no refusal: ${String(outcome)}`)
}
