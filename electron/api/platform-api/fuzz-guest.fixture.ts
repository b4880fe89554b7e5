// What somebody who was given nothing must neither be told of nor change: everything that is not their own.

import type { PlatformState } from '../../../shared/domain/state.ts'

type Theirs = {
  /** Ids and names that say what it is. */
  readonly names: readonly string[]
  readonly things: readonly { readonly name: string; readonly of: (state: PlatformState) => unknown; readonly was: unknown }[]
}

export function theirsOf(state: PlatformState, guest: string): Theirs {
  const isIn = (teamId: string | undefined): boolean => state.teams[teamId ?? '']?.members.some(({ email }) => email === guest) === true
  const isInvited = (teamId: string): boolean => state.teams[teamId]?.invitations.some(({ email }) => email === guest) === true
  const isGiven = (appId: string): boolean => Object.values(state.appTransfers).some((one) => one.appId === appId && (one.recipient === guest || one.owner === guest))
  const isOpen = (appId: string): boolean => state.apps[appId]?.owner === guest || state.collaborators[appId]?.some(({ email }) => email === guest) === true || isIn(state.teamApps[appId]?.teamId) || isGiven(appId)
  const apps = Object.values(state.apps).filter(({ id }) => !isOpen(id))
  const pipelines = Object.values(state.pipelines).filter(({ owner, couplings }) => owner !== guest && !couplings.some(({ appId }) => isOpen(appId)))
  const teams = Object.values(state.teams).filter(({ id }) => !isIn(id) && !isInvited(id))
  const reached = new Set(Object.values(state.attachments).filter(({ appId }) => isOpen(appId)).map(({ addOnId }) => addOnId))
  const addOns = Object.values(state.addOns).filter(({ id, appId }) => !isOpen(appId) && !reached.has(id))
  const keys = Object.values(state.sshKeys).filter(({ email }) => email !== guest)
  const authorizations = Object.values(state.authorizations).filter(({ email }) => email !== guest)
  const clients = Object.values(state.oauthClients).filter(({ email }) => email !== guest)
  return {
    names: [
      ...[...apps, ...pipelines, ...teams, ...addOns].flatMap(({ id, name }) => [id, name]), ...[...keys, ...authorizations, ...clients].map(({ id }) => id),
      ...apps.flatMap(({ domains, webhooks, certificates }) => [...domains.flatMap(({ id, hostname }) => [id, hostname]), ...(webhooks ?? []).map(({ id }) => id), ...(certificates ?? []).map(({ id }) => id)]),
      ...apps.flatMap(({ id }) => (state.releases[id] ?? []).map((release) => release.id)),
    ].filter((name) => name.length > 2),
    things: (['apps', 'pipelines', 'teams', 'addOns', 'sshKeys', 'authorizations', 'oauthClients', 'releases', 'collaborators'] as const).flatMap((kind) =>
      [...apps, ...pipelines, ...teams, ...addOns, ...keys, ...authorizations, ...clients].map(({ id }) => ({ name: `${kind} ${id}`, of: (now: PlatformState) => now[kind][id], was: state[kind][id] }))),
  }
}

/** Names in an answer that were not in what was sent. */
export function toldTo({ names }: Theirs, { sent, told }: { readonly sent: string; readonly told: string }): string[] {
  const [asked, answer] = [` ${decoded(sent)} `, ` ${told} `]
  return names.filter((name) => isWord(answer, name) && !isWord(asked, name))
}

/** What is another than it was. */
export const changedOf = ({ things }: Theirs, now: PlatformState): string[] => things.filter(({ of, was }) => of(now) !== was).map(({ name }) => name)

const isWord = (text: string, word: string): boolean => text.includes(word) && new RegExp(`[^\\w.-]${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^\\w-]`).test(text)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
