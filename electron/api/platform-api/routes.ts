// Every path of Heroku's Platform API that is answered. A new one is a line here and a handler in its resource's file.

import { getAccount } from './account.ts'
import type { ApiRoute } from './api-types.ts'
import { createAddOn, deleteAddOn, getAddOn, listAddOns, listAppAddOns, resolveAddOn, updateAddOn } from './addons.ts'
import { createAttachment, deleteAttachment, getAppAttachment, getAttachment, listAddOnAttachments, listAppAttachments, listAttachments, resolveAttachment } from './addon-attachments.ts'
import { getPlan, getService, listPlans, listServices } from './addon-services.ts'
import { createApp, deleteApp, getApp, listApps, updateApp } from './apps.ts'
import { getBuildpacks, setBuildpacks } from './buildpack-installations.ts'
import { cancelBuild, createBuild, deleteBuildCache, getBuild, listBuilds } from './builds.ts'
import { getConfigVars, getReleaseConfigVars, updateConfigVars } from './config-vars.ts'
import { createDomain, deleteDomain, getDomain, listDomains } from './domains.ts'
import { getDyno, listDynos, restartAllDynos, restartDyno, restartType, runDyno, stopDyno, stopType } from './dynos.ts'
import { getFormation, listFormation, updateFormation, updateOneFormation } from './formation.ts'
import { createDrain, deleteDrain, getDrain, listDrains } from './log-drains.ts'
import { createLogSession } from './log-sessions.ts'
import { createRelease, getRelease, listReleases } from './releases.ts'
import { createSource } from './sources.ts'

export const routes: readonly ApiRoute[] = [
  { method: 'GET', path: '/account', handle: getAccount },

  { method: 'GET', path: '/apps', handle: listApps },
  { method: 'POST', path: '/apps', handle: createApp },
  { method: 'GET', path: '/users/~/apps', handle: listApps },
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
  { method: 'GET', path: '/addon-services', handle: listServices },
  { method: 'GET', path: '/addon-services/:service', handle: getService },
  { method: 'GET', path: '/addon-services/:service/plans', handle: listPlans },
  { method: 'GET', path: '/plans/:plan', handle: getPlan },
  { method: 'GET', path: '/addons', handle: listAddOns },
  { method: 'GET', path: '/addons/:addon', handle: getAddOn },
  { method: 'POST', path: '/actions/addons/resolve', handle: resolveAddOn },
  { method: 'GET', path: '/apps/:app/addons', handle: listAppAddOns },
  { method: 'POST', path: '/apps/:app/addons', handle: createAddOn },
  { method: 'GET', path: '/apps/:app/addons/:addon', handle: getAddOn },
  { method: 'PATCH', path: '/apps/:app/addons/:addon', handle: updateAddOn },
  { method: 'DELETE', path: '/apps/:app/addons/:addon', handle: deleteAddOn },
  { method: 'GET', path: '/addons/:addon/addon-attachments', handle: listAddOnAttachments },
  { method: 'GET', path: '/addon-attachments', handle: listAttachments },
  { method: 'POST', path: '/addon-attachments', handle: createAttachment },
  { method: 'GET', path: '/addon-attachments/:attachment', handle: getAttachment },
  { method: 'DELETE', path: '/addon-attachments/:attachment', handle: deleteAttachment },
  { method: 'POST', path: '/actions/addon-attachments/resolve', handle: resolveAttachment },
  { method: 'GET', path: '/apps/:app/addon-attachments', handle: listAppAttachments },
  { method: 'GET', path: '/apps/:app/addon-attachments/:attachment', handle: getAppAttachment },

  { method: 'POST', path: '/apps/:app/log-sessions', handle: createLogSession },
]
