import type { ApiRoute } from '../api-types.ts'
import { deprovisionAddOn, provisionAddOn, getAddOnConfig, listRegionCapabilities, listServicePlan, updateAddOnConfig } from '../catalogue/addon-more.ts'
import { createAttachment, deleteAttachment, getAppAttachment, getAttachment, listAddOnAttachments, listAppAttachments, listAttachments, resolveAttachment } from '../addon-attachments.ts'
import { getPlan, getService, listPlans, listServices } from '../addon-services.ts'
import { createAddOn, deleteAddOn, getAddOn, listAddOns, listAppAddOns, resolveAddOn, updateAddOn } from '../addons.ts'

export const addOnRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/users/:account/addons', handle: listAddOns },
  { method: 'GET', path: '/addons/:addon/config', handle: getAddOnConfig },
  { method: 'PATCH', path: '/addons/:addon/config', handle: updateAddOnConfig },
  { method: 'POST', path: '/addons/:addon/actions/provision', handle: provisionAddOn },
  { method: 'POST', path: '/addons/:addon/actions/deprovision', handle: deprovisionAddOn },
  { method: 'GET', path: '/addon-services/:service/plans/:plan', handle: listServicePlan },
  { method: 'GET', path: '/addon-services/:service/region-capabilities', handle: listRegionCapabilities },
  { method: 'GET', path: '/addon-region-capabilities', handle: listRegionCapabilities },
  { method: 'GET', path: '/regions/:region/addon-region-capabilities', handle: listRegionCapabilities },
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
]
