// app.json: what an app that is made from a repository begins with (devcenter app-json-schema, 2014; formation, buildpacks, stack,
// environments and pr-predestroy came later). Read whole or refused with the line of what is wrong. Keys that count for nothing here
// are told and not passed over. What environments.review says wins: env, scripts and formation name
// by name, buildpacks, addons and stack as a whole (ours; the documents do not say).

import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { configKeyPattern, processTypePattern, reservedConfigKeyPattern } from '../../../shared/domain/app.ts'
import { findDynoSize, maxDynosPerApp } from '../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { issueInWords, pathInWords, placeOf } from '../../../shared/yaml/places.ts'
import { jsonFault } from './json-fault.ts'

export type EnvWish = { readonly value: string | null; readonly isRequired: boolean; readonly isSecret: boolean }
export type FormationWish = { readonly type: string; readonly quantity: number; readonly size: string | null }

/** `plan` as it was written: a service, with a plan or without. */
export type AddOnWish = { readonly plan: string; readonly as: string | null; readonly options: Readonly<Record<string, string>> }

/** As a review app takes it. */
export type AppManifest = {
  readonly name: string | null
  readonly description: string | null
  readonly env: Readonly<Record<string, EnvWish>>
  readonly postdeploy: string | null
  readonly predestroy: string | null
  readonly addons: readonly AddOnWish[]
  readonly formation: readonly FormationWish[]
  readonly buildpacks: readonly string[]
  readonly stack: string | null
  /** Names at the top that count for nothing here. */
  readonly ignored: readonly string[]
}

export const emptyManifest: AppManifest = { name: null, description: null, env: {}, postdeploy: null, predestroy: null, addons: [], formation: [], buildpacks: [], stack: null, ignored: [] }

const line = z.string().trim().min(1).max(16_384)
const plan = z.string().regex(/^[a-z0-9][a-z0-9-]*(:[a-z0-9][a-z0-9-]*)?$/, 'has to be the name of an add-on, like heroku-postgresql or heroku-postgresql:essential-0')
const size = z.string().refine((name) => findDynoSize(name) !== null, 'is not a dyno size, like standard-1x')
const key = z.string()
  .regex(configKeyPattern, 'can not be the name of a config var: letters, digits and underscores, not starting with a digit or two underscores')
  .refine((name) => !reservedConfigKeyPattern.test(name), 'is set by the platform')
const variable = z.preprocess((value) => (typeof value === 'string' ? { value } : value), z.strictObject({
  description: z.string().optional(), value: z.string().max(65_536).optional(), required: z.boolean().optional(), generator: z.literal('secret').optional(),
}))
const addon = z.preprocess((value) => (typeof value === 'string' ? { plan: value } : value), z.strictObject({ plan, as: z.string().min(1).max(64).optional(), options: z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()])).optional() }))
const quantity = z.number().int().min(0).max(maxDynosPerApp)
const parts = {
  env: z.record(key, variable).optional(),
  scripts: z.strictObject({ 'postdeploy': line.optional(), 'pr-predestroy': line.optional(), 'test': line.optional(), 'test-setup': line.optional() }).optional(),
  addons: z.array(addon).max(50).optional(),
  formation: z.record(z.string().regex(processTypePattern, 'can not be the name of a process type'), z.strictObject({ quantity: quantity.optional(), size: size.optional() })).optional(),
  buildpacks: z.array(z.strictObject({ url: z.string().min(1).max(1024) })).max(20).optional(),
  stack: z.string().min(1).max(64).optional(),
}
const form = z.looseObject({
  name: z.string().optional(), description: z.string().optional(), ...parts,
  environments: z.strictObject({ review: z.strictObject(parts).optional(), test: z.strictObject(parts).optional() }).optional(),
})
type Form = z.infer<typeof form>

/** Of interest to Heroku's web site only. */
const silent = ['$schema', 'keywords', 'website', 'repository', 'logo', 'success_url']

/** Throws `app-json-invalid` with the line of the first thing that is wrong. */
export function readAppJson(source: string): AppManifest {
  const json = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source
  const fault = jsonFault(json)
  if (fault !== null) throw invalid(fault.line, fault.why)
  // A superset of JSON here: it keeps the places of everything.
  const lines = new LineCounter()
  const document = parseDocument(json.replaceAll('\t', ' '), { lineCounter: lines, prettyErrors: false, logLevel: 'silent', version: '1.2', uniqueKeys: true })
  const [twice] = document.errors
  if (twice !== undefined) throw invalid(lines.linePos(twice.pos[0]).line, twice.code === 'DUPLICATE_KEY' ? 'A name stands there twice.' : `${twice.message}.`)
  const value = JSON.parse(json) as unknown
  const parsed = form.safeParse(value)
  if (parsed.success) return manifestOf(parsed.data)
  const [issue] = parsed.error.issues
  if (issue === undefined) throw new Error('a refusal has no reason')
  const where = issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path
  const named = issue.code === 'invalid_key' ? String(issue.path.at(-1)) : issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  throw invalid(placeOf(document, lines, where, named).line, wordsOf(issue, value))
}

function wordsOf(issue: z.core.$ZodIssue, value: unknown): string {
  const inner = issue.code === 'invalid_key' ? issue.issues[0] : undefined
  if (inner !== undefined) return `${pathInWords(issue.path)} ${inner.message}.`
  if (issue.code === 'invalid_format' || issue.code === 'custom') return `${pathInWords(issue.path)} ${issue.message}.`
  return issueInWords(issue, issue.path.reduce<unknown>((inside, part) => (inside as Record<PropertyKey, unknown> | undefined)?.[part], value))
}

function manifestOf(given: Form): AppManifest {
  const review = given.environments?.review ?? {}
  const env = { ...given.env, ...review.env }
  const scripts = { ...given.scripts, ...review.scripts }
  const formation = { ...given.formation, ...review.formation }
  const known = ['name', 'description', 'environments', ...Object.keys(parts), ...silent]
  return {
    name: given.name ?? null, description: given.description ?? null,
    env: Object.fromEntries(Object.entries(env).map(([name, { value = null, required = true, generator }]) => [name, { value, isRequired: required, isSecret: generator !== undefined }])),
    postdeploy: scripts.postdeploy ?? null, predestroy: scripts['pr-predestroy'] ?? null,
    addons: (review.addons ?? given.addons ?? []).map((one) => ({ plan: one.plan, as: one.as?.toUpperCase() ?? null, options: Object.fromEntries(Object.entries(one.options ?? {}).map(([name, value]) => [name, String(value)])) })),
    formation: Object.entries(formation).map(([type, wish]) => ({ type, quantity: wish.quantity ?? 1, size: wish.size ?? null })),
    buildpacks: (review.buildpacks ?? given.buildpacks ?? []).map(({ url }) => url),
    stack: review.stack ?? given.stack ?? null,
    ignored: Object.keys(given).filter((name) => !known.includes(name)),
  }
}

function invalid(line: number, why: string): PlatformError {
  return new PlatformError('app-json-invalid', { line, why })
}
