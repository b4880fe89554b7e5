// addon-manifest.json, by which a third party says what its add-on is (the form of Heroku's kensa: add-on provider API, 2014; the
// manifests of public add-ons). Plans are not in it: `plans` is Dynarium's own, and may be left out.

import { z } from 'zod'
import { varPrefix } from '../domain/add-on.ts'
import type { Partner, PartnerEnvironment } from '../domain/partner.ts'
import { readForm, type Inconsistency, type ReadForm } from '../yaml/read-form.ts'

export const partnerAddressPattern = /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]{0,252}))(?::(\d{1,5}))?(\/[^\s?#]*)?$/i
const usualPath = '/heroku/resources'

/** Plain http only to this machine; elsewhere https. What it says is a password, and config vars. */
export function isPartnerAddress(text: string): boolean {
  const [, scheme = '', host = '', port] = partnerAddressPattern.exec(text) ?? []
  if (scheme === '' || host.includes('..') || Number(port ?? 1) > 65_535) return false
  return scheme.toLowerCase() === 'https' || isLoopbackHost(host)
}

const isLoopbackHost = (host: string): boolean => /^(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host)

const address = z.string().max(500).refine(isPartnerAddress, 'has to be an address: https, or http of this machine such as http://localhost:4567/heroku/resources')
const place = z.union([address.transform((base_url) => ({ base_url, sso_url: undefined })), z.looseObject({ base_url: address, sso_url: address.optional() })])
const secret = z.string().min(1).max(200)
const planName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a short name in lower case')

const manifestForm = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'a short name in lower case'),
  name: z.string().min(1).max(60).optional(),
  api: z.looseObject({
    config_vars: z.array(z.string().regex(/^[A-Z][A-Z0-9_]{0,60}$/, 'the name of a config var: capital letters, digits and underscores')).max(20),
    config_vars_prefix: z.string().optional(),
    password: secret,
    sso_salt: secret,
    regions: z.array(z.string().min(1).max(60)).max(20).optional(),
    requires: z.array(z.string().min(1).max(60)).max(20).optional(),
    version: z.union([z.string(), z.number()]).optional(),
    production: place.optional(),
    test: place.optional(),
  }),
  plans: z.array(z.union([planName.transform((name) => ({ name, title: undefined })), z.object({ name: planName, title: z.string().min(1).max(60).optional() })])).min(1).max(40).optional(),
})
type Manifest = z.output<typeof manifestForm>

/** What of a partner a manifest says. */
export type FromManifest = Pick<Partner, 'slug' | 'title' | 'plans' | 'vars' | 'password' | 'ssoSalt' | 'region' | 'baseUrl' | 'ssoUrl' | 'multiple' | 'sharing'> & { /** For people: what follows from nothing here. */ readonly notes: readonly string[] }

const knownNeeds: ReadonlySet<string> = new Set(['many_per_app', 'attachable'])

export function readManifest(text: string, environment: PartnerEnvironment): ReadForm<FromManifest> {
  const { value, problems } = readForm<Manifest>(text, manifestForm as unknown as z.ZodType<Manifest>, (manifest) => inconsistencies(manifest, environment))
  return value === null ? { value, problems } : { value: partnerIn(value, environment), problems: [] }
}

function inconsistencies({ id, api }: Manifest, environment: PartnerEnvironment): Inconsistency[] {
  const wrong: Inconsistency[] = []
  const prefix = varPrefix(id)
  if (api[environment] === undefined) wrong.push({ path: ['api'], message: `api.${environment}: the manifest has no address for ${environment}.` })
  if (api.config_vars_prefix !== undefined && api.config_vars_prefix !== prefix) wrong.push({ path: ['api', 'config_vars_prefix'], message: `api.config_vars_prefix: of ${id} it is ${prefix}.` })
  if (api.version !== undefined && !['3', '1'].includes(String(api.version))) wrong.push({ path: ['api', 'version'], message: `api.version: ${String(api.version)} is not known; version 3 is spoken here.` })
  api.config_vars.forEach((name, at) => {
    if (name !== prefix && !name.startsWith(`${prefix}_`)) wrong.push({ path: ['api', 'config_vars', at], message: `api.config_vars: ${name} has to begin with ${prefix}_.` })
    if (api.config_vars.indexOf(name) !== at) wrong.push({ path: ['api', 'config_vars', at], message: `api.config_vars: ${name} is there twice.` })
  })
  return wrong
}

function partnerIn({ id, name, api, plans }: Manifest, environment: PartnerEnvironment): FromManifest {
  const { base_url: base = '', sso_url: sso } = api[environment] ?? {}
  const needs = api.requires ?? []
  const notes = needs.filter((need) => !knownNeeds.has(need)).map((need) => `Nothing follows here from requires: ${need}.`)
  if (plans === undefined) notes.push('The manifest names no plans: there is one, test.')
  return {
    slug: id, title: name ?? id, vars: api.config_vars, password: api.password, ssoSalt: api.sso_salt, region: regionIn(api.regions ?? []),
    baseUrl: withPath(base), ssoUrl: sso ?? null, multiple: needs.includes('many_per_app'), sharing: needs.includes('attachable'),
    plans: (plans ?? [{ name: 'test', title: undefined }]).map((plan) => ({ name: plan.name, title: plan.title ?? plan.name })), notes,
  }
}

/** An address alone means the path that Heroku's kensa took. */
function withPath(base: string): string {
  const [, , , , path = ''] = partnerAddressPattern.exec(base) ?? []
  return path === '' || path === '/' ? `${base.replace(/\/$/, '')}${usualPath}` : base.replace(/\/$/, '')
}

/** This machine is in neither; it says the first that the manifest has. */
function regionIn(regions: readonly string[]): string {
  const [first = 'us'] = regions
  if (first === 'us' || first === '*') return 'amazon-web-services::us-east-1'
  return first === 'eu' ? 'amazon-web-services::eu-west-1' : first
}
