// Invocations that can not do what they should yet, and why. They are written down in full; deleting a line here puts them in force.

type NotYet = { readonly starts: string; readonly why: string }

const notYet: readonly NotYet[] = [
  { starts: 'regions', why: 'GET /regions' },
  { starts: 'stack -a', why: 'GET /stacks' },
  { starts: 'releases:output', why: 'output streams of releases' },
  { starts: 'releases:retry', why: 'a release of an older slug with newer config vars' },
  { starts: 'domains', why: 'GET /apps/:app/sni-endpoints' },
  { starts: 'buildpacks:search', why: "the buildpack registry's host" },
  { starts: 'buildpacks:set heroku/nodejs', why: "the buildpack registry's host" },
  { starts: 'addons:open', why: 'pages of add-ons' },
  { starts: 'pg', why: 'the data API' },
  { starts: 'redis', why: 'the data API' },
  { starts: 'run -', why: 'attached one-off dynos' },
  { starts: 'run --', why: 'attached one-off dynos' },
  { starts: 'ps:exec', why: 'the host of ps:exec' },
  { starts: 'git:clone', why: 'git over TLS' },
  { starts: 'pipelines', why: 'pipelines over the API' },
  { starts: 'reviewapps', why: 'pipelines over the API' },
  { starts: 'authorizations', why: 'OAuth' },
  { starts: 'auth:2fa', why: 'accounts' },
  { starts: 'sessions', why: 'OAuth' },
  { starts: 'clients', why: 'OAuth' },
  { starts: 'keys', why: 'keys of accounts' },
  { starts: 'access', why: 'collaborators' },
  { starts: 'teams', why: 'teams' },
  { starts: 'orgs', why: 'teams' },
  { starts: 'labs', why: 'features' },
  { starts: 'features', why: 'features' },
  { starts: 'certs', why: 'certificates' },
  { starts: 'webhooks', why: 'webhooks' },
  { starts: 'status', why: 'the host of the status' },
  { starts: 'ps:autoscale', why: 'the hosts of metrics' },
  { starts: 'apps:errors', why: 'the hosts of metrics' },
  { starts: 'apps:favorites', why: 'hosts beside the API' },
  { starts: 'notifications', why: 'hosts beside the API' },
  { starts: 'spaces', why: 'GET /spaces' },
]

export const whyNotYet = (line: string): string | null => notYet.find(({ starts }) => line.startsWith(starts))?.why ?? null
