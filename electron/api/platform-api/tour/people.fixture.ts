import { owner } from '../../control.fixture.ts'
import { ada, settled } from '../lively-parts.fixture.ts'
import { made, type Stop } from './stop.fixture.ts'

const accountFeature = async () => ({ params: { feature: 'dashboard-repositories-api' } })
const ofTeamApp = async () => ({ params: { app: 'pot' } })

export const peopleStops: readonly Stop[] = [
  { call: 'GET /account/features/:feature', first: accountFeature },
  { call: 'PATCH /account/features/:feature', body: { enabled: true }, first: accountFeature },
  { call: 'PATCH /apps/:app/features/:feature', body: { enabled: true } },
  { call: 'PATCH /account', body: { name: 'You' } },
  { call: 'PATCH /users/:account', body: { name: 'You yourself' } },
  { call: 'POST /account/app-transfers', body: { app: 'stats', recipient: ada } },
  { call: 'PATCH /account/app-transfers/:transfer', body: { state: 'accepted' } },
  {
    call: 'DELETE /account/app-transfers/:transfer', first: async (at) => {
      const { name } = (await settled(at, 'POST', '/apps', {})).json
      return made(at, '/account/app-transfers', { app: name, recipient: ada }, ({ id }) => ({ transfer: id }))
    },
  },
  { call: 'POST /oauth/authorizations', body: { scope: ['read'], description: 'on tour' } },
  { call: 'PATCH /oauth/authorizations/:authorization', body: { description: 'a better script' } },
  { call: 'DELETE /oauth/authorizations/:authorization', first: (at) => made(at, '/oauth/authorizations', { scope: ['read'] }, ({ id }) => ({ authorization: id })) },
  {
    call: 'POST /oauth/tokens', first: async (at) => {
      const client = (await settled(at, 'POST', '/oauth/clients', { name: 'Bot', redirect_uri: 'https://bot.test/' })).json
      const { refresh_token: refresh } = (await settled(at, 'POST', '/oauth/authorizations', { scope: ['global'], client: client.id })).json
      return { body: { client: { secret: client.secret }, grant: { type: 'refresh_token' }, refresh_token: { token: refresh.token } } }
    },
  },
  { call: 'POST /oauth/clients', body: { name: 'Pager', redirect_uri: 'https://pager.test/' } },
  { call: 'PATCH /oauth/clients/:client', body: { name: 'Blackboard' } },
  { call: 'DELETE /oauth/clients/:client', first: (at) => made(at, '/oauth/clients', { name: 'Gone', redirect_uri: 'https://gone.test/' }, ({ id }) => ({ client: id })) },
  { call: 'POST /apps/:app/collaborators', body: { user: 'new@localhost' } },
  { call: 'DELETE /apps/:app/collaborators/:collaborator', first: (at) => made(at, '/apps/shop/collaborators', { user: 'gone@localhost' }, ({ id }) => ({ collaborator: id })) },
  { call: 'POST /teams/apps', body: { name: 'kettle', team: 'brewers' } },
  { call: 'PATCH /teams/apps/:app', body: { locked: true }, first: ofTeamApp },
  { call: 'POST /teams/apps/:app/collaborators', body: { user: 'fresh@localhost' }, first: ofTeamApp },
  { call: 'GET /teams/apps/:app/collaborators/:collaborator', first: ofTeamApp },
  { call: 'PATCH /teams/apps/:app/collaborators/:collaborator', body: { permissions: ['deploy'] }, first: ofTeamApp },
  { call: 'DELETE /teams/apps/:app/collaborators/:collaborator', first: (at) => made(at, '/teams/apps/pot/collaborators', { user: 'left@localhost' }, ({ id }) => ({ app: 'pot', collaborator: id })) },
  { call: 'POST /teams', body: { name: 'dryers' } },
  { call: 'PATCH /teams/:team', body: { default: false } },
  { call: 'DELETE /teams/:team', first: (at) => made(at, '/teams', { name: 'goners' }, ({ name }) => ({ team: name })) },
  { call: 'GET /teams/:team/features/:feature', refusal: { status: 404, why: /none of teams/ } },
  { call: 'PATCH /teams/:team/preferences', body: { 'addons-controls': false } },
  { call: 'PUT /teams/:team/members', body: { email: ada, role: 'admin' } },
  { call: 'PATCH /teams/:team/members', body: { email: ada, role: 'member' } },
  { call: 'POST /teams/:team/members', body: { email: 'eve@localhost', role: 'member' } },
  { call: 'DELETE /teams/:team/members/:member', first: (at) => made(at, '/teams/brewers/members', { email: 'out@localhost', role: 'member' }, ({ id }) => ({ member: id })) },
  { call: 'PUT /teams/:team/invitations', body: { email: 'cleo@localhost', role: 'member' } },
  { call: 'DELETE /teams/:team/invitations/:invitation', first: (at) => made(at, '/teams/brewers/invitations', { email: 'not@localhost', role: 'member' }, ({ id }) => ({ invitation: id }), { method: 'PUT' }) },
  {
    call: 'POST /teams/invitations/:invitation/accept', first: async (at) => {
      await settled(at, 'POST', '/teams', { name: 'grinders' }, at.tokens[ada])
      const { id } = (await settled(at, 'PUT', '/teams/grinders/invitations', { email: owner, role: 'member' }, at.tokens[ada])).json
      return { params: { invitation: id } }
    },
  },
]
