import type { ApiRoute } from '../api-types.ts'
import { createApp, deleteApp, getApp, listApps, updateApp } from '../apps.ts'
import { getBuildpacks, setBuildpacks } from '../buildpack-installations.ts'
import { cancelBuild, createBuild, deleteBuildCache, getBuild, listBuilds } from '../builds.ts'
import { getConfigVars, getReleaseConfigVars, updateConfigVars } from '../config-vars.ts'
import { createDomain, deleteDomain, getDomain, listDomains } from '../domains.ts'
import { getDyno, listDynos, restartAllDynos, restartDyno, restartType, stopDyno, stopType } from '../dynos.ts'
import { getFormation, listFormation, updateFormation, updateOneFormation } from '../formation.ts'
import { createDrain, deleteDrain, getDrain, listDrains } from '../log-drains.ts'
import { createLogSession } from '../log-sessions.ts'
import { createRelease, getRelease, listReleases } from '../releases.ts'
import { runDyno } from '../runs/run-dyno.ts'
import { createSource } from '../sources.ts'

export const coreRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/apps', handle: listApps },
  { method: 'POST', path: '/apps', handle: createApp },
  { method: 'GET', path: '/apps/:app', handle: getApp },
  { method: 'PATCH', path: '/apps/:app', handle: updateApp },
  { method: 'DELETE', path: '/apps/:app', handle: deleteApp },
  { method: 'GET', path: '/apps/:app/config-vars', handle: getConfigVars },
  { method: 'PATCH', path: '/apps/:app/config-vars', handle: updateConfigVars },
  { method: 'GET', path: '/apps/:app/formation', handle: listFormation },
  { method: 'PATCH', path: '/apps/:app/formation', handle: updateFormation },
  { method: 'GET', path: '/apps/:app/formation/:type', handle: getFormation },
  { method: 'PATCH', path: '/apps/:app/formation/:type', handle: updateOneFormation },
  { method: 'DELETE', path: '/apps/:app/formations/:type', handle: restartType },
  { method: 'POST', path: '/apps/:app/formations/:type/actions/stop', handle: stopType },
  { method: 'GET', path: '/apps/:app/dynos', handle: listDynos },
  { method: 'POST', path: '/apps/:app/dynos', handle: runDyno },
  { method: 'DELETE', path: '/apps/:app/dynos', handle: restartAllDynos },
  { method: 'GET', path: '/apps/:app/dynos/:dyno', handle: getDyno },
  { method: 'DELETE', path: '/apps/:app/dynos/:dyno', handle: restartDyno },
  { method: 'POST', path: '/apps/:app/dynos/:dyno/actions/stop', handle: stopDyno },
  { method: 'GET', path: '/apps/:app/releases', handle: listReleases },
  { method: 'POST', path: '/apps/:app/releases', handle: createRelease },
  { method: 'GET', path: '/apps/:app/releases/:release', handle: getRelease },
  { method: 'GET', path: '/apps/:app/releases/:release/config-vars', handle: getReleaseConfigVars },
  { method: 'GET', path: '/apps/:app/builds', handle: listBuilds },
  { method: 'POST', path: '/apps/:app/builds', handle: createBuild },
  { method: 'GET', path: '/apps/:app/builds/:build', handle: getBuild },
  { method: 'DELETE', path: '/apps/:app/builds/:build', handle: cancelBuild },
  { method: 'DELETE', path: '/apps/:app/build-cache', handle: deleteBuildCache },
  { method: 'GET', path: '/apps/:app/buildpack-installations', handle: getBuildpacks },
  { method: 'PUT', path: '/apps/:app/buildpack-installations', handle: setBuildpacks },
  { method: 'POST', path: '/sources', handle: createSource },
  { method: 'POST', path: '/apps/:app/sources', handle: createSource },
  { method: 'GET', path: '/apps/:app/domains', handle: listDomains },
  { method: 'POST', path: '/apps/:app/domains', handle: createDomain },
  { method: 'GET', path: '/apps/:app/domains/:domain', handle: getDomain },
  { method: 'DELETE', path: '/apps/:app/domains/:domain', handle: deleteDomain },
  { method: 'GET', path: '/apps/:app/log-drains', handle: listDrains },
  { method: 'POST', path: '/apps/:app/log-drains', handle: createDrain },
  { method: 'GET', path: '/apps/:app/log-drains/:drain', handle: getDrain },
  { method: 'DELETE', path: '/apps/:app/log-drains/:drain', handle: deleteDrain },
  { method: 'POST', path: '/apps/:app/log-sessions', handle: createLogSession },
]
