// A failover as a line of steps with their times: from the first suspicion to the first write that is acknowledged again. What the
// database told, what the app's releases and dynos say, and what the ledger of writes saw, on one scale.

import type { Release } from '../../shared/domain/build.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { Failover, LedgerCounts } from '../../shared/domain/postgres.ts'

export type FailoverStep = { readonly id: string; readonly title: string; readonly about: string; /** null: not reached. */ readonly at: number | null; /** From the first one. */ readonly afterMs: number | null }

export type FailoverFacts = {
  readonly failover: Failover
  /** Of one app that has the database. */
  readonly releases: readonly Release[]
  readonly dynos: readonly Dyno[]
  /** Oldest first. */
  readonly ledger: readonly LedgerCounts[]
}

/** In the order of their times, then those that are not reached; `null` also where nobody can know, e.g. writes without a ledger. */
export function failoverSteps({ failover, releases, dynos, ledger }: FailoverFacts): FailoverStep[] {
  const release = failover.failedOverAt === null ? undefined : releases.find(({ createdAt }) => createdAt >= (failover.failedOverAt ?? 0))
  const steps: readonly (readonly [id: string, title: string, about: string, at: number | null])[] = [
    ['suspected', 'suspected', 'it does not answer the monitor', failover.suspectedAt],
    ['detected', 'detected', 'silent for as long as is set: it is given up', failover.detectedAt],
    ['fenced', 'fenced', 'the old primary can write no more', failover.fencedAt],
    ['promoted', 'promoted', 'the standby is the primary', failover.promotedAt],
    ['writes', 'writes again', 'the ledger had its first answer from the new primary', writesAgainAt(failover, ledger)],
    ['config', 'config changed', 'its URL names the new primary', failover.failedOverAt],
    ['release', 'release', release === undefined ? 'with the new URL' : `v${release.version}, with the new URL`, release?.createdAt ?? null],
    ['dynos', 'dynos restarted', 'all dynos run the new release', release === undefined ? null : restartedAt(release, dynos)],
    ['standby', 'standby again', 'a new standby follows', failover.standbyReadyAt],
  ]
  const reached = steps.filter(([, , , at]) => at !== null).sort((a, b) => (a[3] ?? 0) - (b[3] ?? 0))
  return [...reached, ...steps.filter(([, , , at]) => at === null)].map(([id, title, about, at]) => ({ id, title, about, at, afterMs: at === null ? null : at - failover.suspectedAt }))
}

/** When the client's acknowledged count rose for the first time after the promotion; the old primary can not have been it. */
export function writesAgainAt({ promotedAt }: Failover, ledger: readonly LedgerCounts[]): number | null {
  if (promotedAt === null) return null
  const before = ledger.filter(({ at }) => at < promotedAt).at(-1)
  if (before === undefined) return null
  return ledger.find(({ at, acknowledged }) => at >= promotedAt && acknowledged > before.acknowledged)?.at ?? null
}

function restartedAt({ version }: Release, dynos: readonly Dyno[]): number | null {
  const formation = dynos.filter((dyno) => dyno.kind === 'formation' && dyno.stopping === null)
  if (formation.length === 0 || formation.some((dyno) => dyno.version < version || dyno.state.kind !== 'up')) return null
  return Math.max(...formation.map(({ state }) => (state.kind === 'up' ? state.since : 0)))
}

/** Places on a line from 0 to 1: steps that come close together keep apart, so that their names can be read. */
export function stepPlaces(steps: readonly FailoverStep[], apart: number): number[] {
  const reached = steps.map(({ afterMs }) => afterMs).filter((after) => after !== null)
  const whole = Math.max(1, ...reached)
  const places: number[] = []
  for (const { afterMs } of steps) {
    const wanted = afterMs === null ? 1 : afterMs / whole
    places.push(Math.max(wanted, (places.at(-1) ?? -apart) + apart))
  }
  const last = places.at(-1) ?? 1
  return last <= 1 ? places : places.map((place) => place / last)
}
