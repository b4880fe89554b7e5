import type { ApiRoute } from '../api-types.ts'
import { createEndpoint, deleteEndpoint, disableAcm, enableAcm, getEndpoint, listEndpoints, refreshAcm, updateEndpoint } from '../certificates/sni-endpoints.ts'
import { updateDomain } from '../domains.ts'

export const certificateRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/apps/:app/sni-endpoints', handle: listEndpoints },
  { method: 'POST', path: '/apps/:app/sni-endpoints', handle: createEndpoint },
  { method: 'GET', path: '/apps/:app/sni-endpoints/:endpoint', handle: getEndpoint },
  { method: 'PATCH', path: '/apps/:app/sni-endpoints/:endpoint', handle: updateEndpoint },
  { method: 'DELETE', path: '/apps/:app/sni-endpoints/:endpoint', handle: deleteEndpoint },
  { method: 'POST', path: '/apps/:app/acm', handle: enableAcm },
  { method: 'DELETE', path: '/apps/:app/acm', handle: disableAcm },
  { method: 'PATCH', path: '/apps/:app/acm', handle: refreshAcm },
  { method: 'PATCH', path: '/apps/:app/domains/:domain', handle: updateDomain },
]
