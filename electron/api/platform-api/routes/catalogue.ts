import type { ApiRoute } from '../api-types.ts'
import { getDynoSize, listAppDynoSizes, listDynoSizes } from '../catalogue/dyno-sizes.ts'
import { getInvoice, getQuota, listInvoices } from '../catalogue/invoices.ts'
import { getGeneration, getRegion, getStack, listAppStacks, listGenerations, listNothing, listRegions, listStacks } from '../catalogue/places.ts'
import { getSlug } from '../catalogue/slugs.ts'

export const catalogueRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/stacks', handle: listStacks },
  { method: 'GET', path: '/stacks/:stack', handle: getStack },
  { method: 'GET', path: '/apps/:app/available-stacks', handle: listAppStacks },
  { method: 'GET', path: '/regions', handle: listRegions },
  { method: 'GET', path: '/regions/:region', handle: getRegion },
  { method: 'GET', path: '/generations', handle: listGenerations },
  { method: 'GET', path: '/generations/:generation', handle: getGeneration },
  { method: 'GET', path: '/dyno-sizes', handle: listDynoSizes },
  { method: 'GET', path: '/dyno-sizes/:size', handle: getDynoSize },
  { method: 'GET', path: '/apps/:app/available-dyno-sizes', handle: listAppDynoSizes },
  { method: 'GET', path: '/apps/:app/slugs/:slug', handle: getSlug },
  { method: 'GET', path: '/account/invoices', handle: listInvoices },
  { method: 'GET', path: '/account/invoices/:invoice', handle: getInvoice },
  { method: 'GET', path: '/accounts/:account/actions/get-quota', handle: getQuota },
  { method: 'GET', path: '/spaces', handle: listNothing },
  { method: 'GET', path: '/enterprise-accounts', handle: listNothing },
]
