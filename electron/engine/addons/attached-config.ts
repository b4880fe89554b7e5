// Config vars that attachments give: whatever changes about an add-on and its attachments is written here, and what follows for the config
// of each app with it, in one step. Each app whose config changed gets a release, as on Heroku (`Attach DATABASE (@ref:...)`).

import { attachedConfig, attachmentsTo, type AddOnId } from '../../../shared/domain/add-on.ts'
import type { AppId } from '../../../shared/domain/app.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import { configDifference } from '../platform/config-vars.ts'
import { checkPendingReleases, slugToBuildOn } from '../platform/release-drafts.ts'
import type { Releases } from '../platform/releases.ts'
import { requireApp } from '../platform/require-app.ts'

export type ConfigStep = {
  readonly addOnId: AddOnId
  readonly cause: Cause
  readonly by: string
  readonly drafts: readonly EventDraft[]
  /** Only this one; all that it is attached to if not given. */
  readonly appId?: AppId
  /** Of an app's release, given the names of its attachments before or after. */
  describe(names: string): string
  /** A release also where no value changed. */
  readonly releasesAlways?: boolean
  readonly skipsPhase?: boolean
}

/** Versions by app. Throws PlatformError before anything is written when an app can not take another release. */
export type ApplyConfig = (step: ConfigStep) => Readonly<Record<AppId, number>>

export function createApplyConfig(kernel: Kernel, releases: Pick<Releases, 'open'>, onTrouble: (error: unknown) => void): ApplyConfig {
  const { state } = kernel
  const namesIn = (addOnId: AddOnId, appId: AppId): string[] => attachmentsTo(state, addOnId).filter((attachment) => attachment.appId === appId).map(({ name }) => name)

  return ({ addOnId, cause, by, drafts, appId: only, describe, releasesAlways = false, skipsPhase = false }) => {
    const apps = (only === undefined ? [...new Set(attachmentsTo(state, addOnId).map(({ appId }) => appId))] : [only]).filter((appId) => state.apps[appId] !== undefined)
    for (const appId of apps) checkPendingReleases(state, requireApp(state, appId))
    const before = new Map(apps.map((appId) => [appId, { config: attachedConfig(state, appId), names: namesIn(addOnId, appId) }]))
    const last = kernel.commit(cause, drafts).at(-1)
    const root = last === undefined ? cause : because(last)
    const versions: Record<AppId, number> = {}
    for (const appId of apps) {
      const { config = {}, names = [] } = before.get(appId) ?? {}
      const changes = inForce(requireApp(state, appId).config, configDifference(config, attachedConfig(state, appId)))
      const changed = Object.keys(changes).length === 0 ? undefined : kernel.commit(root, [{ type: 'config.changed', app: appId, data: { changes: { ...changes } } }])[0]
      if (changed === undefined && !releasesAlways) continue
      const description = describe(inWords(names, namesIn(addOnId, appId)))
      const release = releases.open({ appId, slugId: slugToBuildOn(state, appId), description, by, buildId: null, cause: changed === undefined ? root : because(changed), skipsPhase })
      release.outcome.catch(onTrouble)
      versions[appId] = release.version
    }
    return versions
  }
}

/** Those that came or went; all, if none did. */
function inWords(before: readonly string[], after: readonly string[]): string {
  const moved = [...before.filter((name) => !after.includes(name)), ...after.filter((name) => !before.includes(name))]
  return (moved.length > 0 ? moved : after).join(', ')
}

/** What is so already is nothing to do. */
const inForce = (config: Readonly<Record<string, string>>, changes: Readonly<Record<string, string | null>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(changes).filter(([key, value]) => (config[key] ?? null) !== value))
