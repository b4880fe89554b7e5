// People beside the owner of the platform, what they may, and by what they are known: authorizations, keys and clients. All are local:
// nobody is mailed. Words, roles and permissions are Heroku's (Platform API schema; devcenter app permissions).

import type { AppId } from './app.ts'

/** Known by the email, which is in releases and logs and stays as it is. */
export type Person = { readonly email: string; readonly name: string | null; readonly twoFactor: boolean; readonly createdAt: number; readonly updatedAt: number }

/** Only the SHA-256 of a token is kept. `last`: its last letters, to tell it from others. */
export type KeptToken = { readonly id: string; readonly hash: string; readonly last: string; readonly expiresAt: number | null }

export type Authorization = {
  readonly id: string
  readonly email: string
  readonly description: string
  readonly scope: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly access: KeptToken
  /** null where it can not be renewed. */
  readonly refresh: KeptToken | null
  readonly clientId: string | null
  /** Of a log-in in the browser. */
  readonly sessionId: string | null
}

export type OauthClient = { readonly id: string; readonly email: string; readonly name: string; readonly redirectUri: string; readonly secretHash: string; readonly createdAt: number; readonly updatedAt: number }

export type SshKey = { readonly id: string; readonly email: string; readonly comment: string; readonly publicKey: string; readonly fingerprint: string; readonly createdAt: number }

export const permissions = ['view', 'deploy', 'operate', 'manage'] as const
export type Permission = (typeof permissions)[number]
/** What a collaborator gets on an app of a person. */
export const usualPermissions: readonly Permission[] = ['view', 'deploy', 'operate']

export type Collaborator = { readonly id: string; readonly email: string; readonly permissions: readonly Permission[]; readonly createdAt: number; readonly updatedAt: number }

export const teamRoles = ['admin', 'member', 'viewer', 'collaborator'] as const
export type TeamRole = (typeof teamRoles)[number]

export type TeamMember = { readonly id: string; readonly email: string; readonly role: TeamRole; readonly createdAt: number; readonly updatedAt: number }
export type TeamInvitation = { readonly id: string; readonly email: string; readonly role: TeamRole; readonly by: string; readonly createdAt: number }

export type Team = {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly members: readonly TeamMember[]
  readonly invitations: readonly TeamInvitation[]
  /** The role of members who are added without one. */
  readonly defaultRole: 'admin' | 'member' | 'viewer' | null
}

export type TeamApp = { readonly teamId: string; readonly locked: boolean }

export type AppTransfer = {
  readonly id: string
  readonly appId: AppId
  readonly owner: string
  readonly recipient: string
  readonly state: 'pending' | 'accepted' | 'declined'
  readonly createdAt: number
  readonly updatedAt: number
}

/** Apps of a team are owned by this address, as on Heroku; its clients know teams by it. */
const teamDomain = '@herokumanager.com'
export const teamEmail = (team: string): string => `${team}${teamDomain}`
export const isTeamEmail = (email: string): boolean => email.endsWith(teamDomain)

export const emailPattern = /^[^\s@<>"',;:]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i
export const teamNamePattern = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/

export const maxPeople = 200
/** Of one person. */
export const maxAuthorizations = 100
export const maxKeys = 100
export const maxClients = 50
export const maxCollaborators = 100
export const maxTeams = 50
export const maxMembers = 100
/** Of those that are settled the newest stay. */
export const maxTransfersKept = 100
