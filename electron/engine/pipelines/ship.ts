// What a promotion would ship to each target: commits, slug, process types, stack, release command, and what it will not ship, the config.
// The CLI's `pipelines:diff` asks GitHub for the commits; here they are in the repositories that were pushed to.

import type { Slug } from '../../../shared/domain/build.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { findRelease, runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import type { Shipment } from '../../../shared/protocol/pipelines.ts'
import { entriesForNewTypes } from '../platform/formation.ts'
import { releaseCommand } from '../platform/process-types.ts'
import type { GitHost } from '../ports/git-host.ts'
import { configDifferenceOf } from './config-comparison.ts'
import type { Coupled } from './pipelines.ts'
import type { PromotionPlan } from './promotion.ts'

const mostCommits = 100

export async function describeShipments(state: PlatformState, git: Pick<GitHost, 'compare'>, plan: PromotionPlan): Promise<CallOutput<'pipelines:diff'>> {
  const { app, coupling } = plan.source
  const targets = await Promise.all(plan.targets.map((target) => shipmentTo(state, git, plan, target)))
  return { source: { app: app.name, stage: coupling.stage, ...runningOf(state, plan.source) }, targets }
}

async function shipmentTo(state: PlatformState, git: Pick<GitHost, 'compare'>, plan: PromotionPlan, target: Coupled): Promise<Shipment> {
  const { slug, source } = plan
  const { app, coupling } = target
  const there = slugOf(state, target)
  const starts = Object.entries(entriesForNewTypes(app, slug)).filter(([, { quantity }]) => quantity > 0)
  return {
    app: app.name, stage: coupling.stage, now: runningOf(state, target), isSameSlug: there?.id === slug.id,
    code: await codeBetween(git, plan, target, there),
    types: typeChanges(there?.processTypes ?? {}, slug.processTypes),
    starts: Object.fromEntries(starts),
    releaseCommand: releaseCommand(slug),
    config: configDifferenceOf(source.app.config, app.config),
    unlike: differencesOf(state, source, target, slug, there),
  }
}

async function codeBetween(git: Pick<GitHost, 'compare'>, { slug, source }: PromotionPlan, { app, pipeline }: Coupled, there: Slug | null): Promise<Shipment['code']> {
  if (there === null) return { kind: 'unknown', why: `${app.name} has nothing deployed yet.` }
  if (there.id === slug.id) return { kind: 'same' }
  if (slug.commit === null) return { kind: 'unknown', why: `The slug of ${source.app.name} was not built from a commit.` }
  if (there.commit === null) return { kind: 'unknown', why: `The slug of ${app.name} was not built from a commit.` }
  if (there.commit === slug.commit) return { kind: 'same' }
  // A commit may have come here from any app of the pipeline.
  const appIds = [source.app.id, ...pipeline.couplings.map(({ appId }) => appId).filter((id) => id !== source.app.id)]
  const found = await git.compare({ appIds, from: there.commit, to: slug.commit, most: mostCommits })
  if (found.kind === 'absent') return { kind: 'unknown', why: `Commit ${found.commit.slice(0, 7)} is in no repository of the pipeline.` }
  return found.kind === 'unrelated' ? { kind: 'unrelated' } : { ...found, ahead: [...found.ahead], behind: [...found.behind] }
}

function runningOf(state: PlatformState, coupled: Coupled): Shipment['now'] {
  const slug = slugOf(state, coupled)
  return { version: coupled.app.currentVersion, slugId: slug?.id ?? null, commit: slug?.commit ?? null, bytes: slug?.bytes ?? null, stack: slug?.stack ?? null }
}

function slugOf(state: PlatformState, { app }: Coupled): Slug | null {
  const slugId = findRelease(state, app.id, app.currentVersion)?.slugId ?? null
  return slugId === null ? null : (state.slugs[slugId] ?? null)
}

function typeChanges(from: Slug['processTypes'], to: Slug['processTypes']): Shipment['types'] {
  const only = (types: Slug['processTypes'], other: Slug['processTypes']) => Object.fromEntries(Object.entries(types).filter(([type]) => !Object.hasOwn(other, type)))
  const changed = Object.entries(to).flatMap(([type, command]) => {
    const before = Object.hasOwn(from, type) ? from[type] : undefined
    return before === undefined || before === command ? [] : [[type, { from: before, to: command }] as const]
  })
  return { added: only(to, from), removed: only(from, to), changed: Object.fromEntries(changed) }
}

function differencesOf(state: PlatformState, source: Coupled, target: Coupled, slug: Slug, there: Slug | null): string[] {
  const [here, away] = [runtimeOf(state, source.app), runtimeOf(state, target.app)]
  return [
    ...(there !== null && there.stack !== slug.stack ? [`${target.app.name} goes from stack ${there.stack} to ${slug.stack}.`] : []),
    ...(slug.stack !== containerStack && target.app.stack !== slug.stack ? [`${target.app.name} is set to stack ${target.app.stack}, and the slug was built on ${slug.stack}.`] : []),
    ...(here === away ? [] : [`The slug was built for ${runtimeNames[here]}, and ${target.app.name} runs as ${runtimeNames[away]}.`]),
  ]
}

const runtimeNames = { process: 'local processes', docker: 'containers', simulated: 'simulated dynos' } as const
