// Paths that Heroku's Platform API has (its public schema of 2026-06-05). What is here and not in routes.ts answers 501, so that
// a script can tell "not yet" from "no such thing".

const resources = new Set([
  'account', 'actions', 'addon-attachments', 'addon-region-capabilities', 'addon-services', 'addons', 'app-setups', 'apps', 'dyno-sizes',
  'enterprise-accounts', 'filters', 'generations', 'oauth', 'password-resets', 'pipeline-couplings', 'pipeline-promotions', 'pipeline-transfers',
  'pipelines', 'plans', 'regions', 'review-apps', 'sources', 'spaces', 'stacks', 'teams', 'telemetry-drains', 'test-runs', 'users', 'schema',
])

const appResources = new Set([
  'acm', 'addon-attachments', 'addons', 'available-dyno-sizes', 'available-stacks', 'build-cache', 'buildpack-installations', 'builds',
  'collaborators', 'config-vars', 'domains', 'dynos', 'features', 'formation', 'formations', 'log-drains', 'log-sessions', 'oci-images',
  'pipeline-couplings', 'releases', 'review-app', 'slugs', 'sni-endpoints', 'sources', 'telemetry-drains', 'webhook-deliveries',
  'webhook-events', 'webhooks',
])

/** Is this the API's to answer, even if with "no"? */
export function isApiPath(path: string): boolean {
  return resources.has(path.split('/')[1] ?? '')
}

/** Does Heroku have something there? */
export function isKnownPath(path: string): boolean {
  const [, resource = '', , below] = path.split('/')
  return resources.has(resource) && (resource !== 'apps' || below === undefined || appResources.has(below))
}
