// From a source to a build under way: the window then shows that build. Without an app, one is created for it.

import type { NamedSource, Source } from '../bridge/folder-source.ts'
import { call } from './connection.ts'
import { giveAddOns } from './sample-add-ons.ts'
import { showBuild } from './ui.ts'

export async function deploySource(appId: string | null, source: Source): Promise<void> {
  const target = appId ?? (await call('apps:create', {})).id
  if (source.kind === 'sample') await giveAddOns(target, await servicesOf(source.sample))
  const { buildId } = await call('builds:create', { app: target, source })
  showBuild(target, buildId)
}

async function servicesOf(sampleId: string): Promise<readonly string[]> {
  const { samples } = await call('samples:list', {})
  return samples.find(({ id }) => id === sampleId)?.addOns ?? []
}

export async function deployNamed(appId: string | null, named: NamedSource | null): Promise<void> {
  if (named !== null) await deploySource(appId, named.source)
}
