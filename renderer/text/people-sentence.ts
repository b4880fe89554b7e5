// People, what they are known by, and teams, as sentences.

import { isTeamEmail } from '../../shared/domain/people.ts'
import type { PeopleEvent } from '../../shared/fold/fold-people.ts'

export function peopleSentence({ type, data }: PeopleEvent): string {
  switch (type) {
    case 'person.added':
      return `${data.email} became one of the people here`
    case 'person.changed':
      return data.twoFactor === undefined ? `${data.email} is called ${data.name ?? 'by the email'} now` : `Two-factor authentication of ${data.email} was turned ${data.twoFactor ? 'on' : 'off'}`
    case 'person.removed':
      return `${data.email} was removed, with all tokens and keys`
    case 'authorization.created':
      return data.sessionId === null ? `${data.email} got a token: ${named(data.description)}` : `${data.email} logged in`
    case 'authorization.changed':
      return `The token ${named(data.description)} of ${data.email} was changed`
    case 'authorization.revoked':
      return `The token ${named(data.description)} of ${data.email} was revoked`
    case 'client.registered':
      return `The OAuth client ${data.name} was registered by ${data.email}`
    case 'client.removed':
      return `The OAuth client ${data.name} was removed, with its tokens`
    case 'key.added':
      return `The SSH key ${named(data.comment)} of ${data.email} was added`
    case 'key.removed':
      return `The SSH key ${named(data.comment)} of ${data.email} was removed`
    case 'collaborator.added':
      return `${data.email} became a collaborator who may ${list(data.permissions)}`
    case 'collaborator.changed':
      return `The collaborator ${data.email} may ${list(data.permissions)} now`
    case 'collaborator.removed':
      return `${data.email} is no collaborator any more`
    case 'team.created':
      return `Team ${data.team} was created`
    case 'team.changed':
      return data.name === undefined ? `New members of team ${data.team} are ${data.defaultRole ?? 'member'}s, if nothing is said` : `Team ${data.team} was renamed to ${data.name}`
    case 'team.destroyed':
      return `Team ${data.team} was destroyed`
    case 'member.added':
      return `${data.email} became ${withArticle(data.role)} of team ${data.team}`
    case 'member.changed':
      return `${data.email} is ${withArticle(data.role)} of team ${data.team} now`
    case 'member.removed':
      return `${data.email} left team ${data.team}`
    case 'invitation.sent':
      return `${data.email} was invited to team ${data.team}`
    case 'invitation.ended':
      return `The invitation of ${data.email} to team ${data.team} was ${data.accepted ? 'accepted' : 'taken back'}`
    case 'app.ownerChanged':
      return `The app belongs to ${isTeamEmail(data.to) ? `team ${data.to.replace(/@.*/, '')}` : data.to} now`
    case 'app.locked':
      return data.locked ? 'The app was locked: members of its team can not join it' : 'The app was unlocked'
    case 'transfer.asked':
      return `A transfer of the app to ${data.recipient} was asked for`
    case 'transfer.settled':
      return `${data.recipient} ${data.state} the app`
    case 'transfer.withdrawn':
      return `The transfer of the app to ${data.recipient} was withdrawn`
    case 'feature.changed':
      return `The feature ${data.name} was turned ${data.on ? 'on' : 'off'}`
  }
}

const named = (text: string): string => (text === '' ? 'without a name' : `"${text}"`)
const withArticle = (role: string): string => `${role === 'admin' ? 'an' : 'a'} ${role}`
const list = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`)
