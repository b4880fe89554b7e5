// Says where an answer departs from Heroku's public schema: enough of JSON schema for that, and strict both ways, since clients
// rely on every property being there.

import { isMatch, partsOf } from './path-parts.ts'
import schema from './schema.fixture.json' with { type: 'json' }

type Shape = {
  readonly type?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  /** Of an object whose keys may be anything. */
  readonly values?: Shape
}

const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
}
/** What the API sends beyond its schema; its CLI reads these. */
const beyond = ['app.create_status', 'add-on-attachment.addon.plan', 'add-on-attachment.config_vars', 'pipeline-coupling.pipeline.name', 'team-app.create_status', 'sni-endpoint.ssl_cert.acm']
/** Heroku's own hosts stand in their patterns, and the regions are Amazon's. */
const elsewhere = ['app.git_url', 'app.web_url', 'team-app.git_url', 'team-app.web_url', 'region.provider.region', 'add-on-region-capability.region.provider.region']
/** Deep parts that Heroku itself leaves out where they are empty. */
const optional = ['build.buildpacks', 'build.source_blob']

type ResourceName = keyof typeof schema.properties

type Link = { readonly method: string; readonly path: string; readonly resource: string; readonly answer?: string | Shape }

const links = (schema.links as readonly Link[]).map((link) => ({ ...link, parts: partsOf(link.path) }))
/** Answered with an empty object, whatever the schema says; no client reads it. */
const unread = ['POST /apps/:app/dynos/:dyno/actions/stop', 'DELETE /apps/:app/build-cache']

/** Of an answer to a call, where the schema has the call. A list is judged item by item. */
export function departuresOf(method: string, path: string, answer: unknown): string[] {
  const link = linkOf(method, path)
  if (link === undefined || unread.includes(`${method} ${link.path}`)) return []
  const items = Array.isArray(answer) ? answer : [answer]
  if (typeof link.answer === 'object') return check(link.resource, link.answer, answer)
  return items.flatMap((item) => departures((link.answer ?? link.resource) as ResourceName, item))
}

/** Does the schema have this call? */
export const isJudged = (method: string, path: string): boolean => linkOf(method, path) !== undefined

function linkOf(method: string, path: string): (typeof links)[number] | undefined {
  const parts = partsOf(path.split('?')[0] ?? '')
  // Of several the one with the fewest `:names` is meant.
  return links.filter((one) => one.method === method && isMatch(one.parts, parts)).sort((a, b) => named(a.parts) - named(b.parts))[0]
}

const named = (parts: readonly string[]): number => parts.filter((part) => part.startsWith(':')).length

/** Empty when all is well. */
export function departures(resource: ResourceName, answer: unknown): string[] {
  return check(resource, { type: ['object'], properties: schema.properties[resource] as Readonly<Record<string, Shape>> }, answer)
}

function check(path: string, shape: Shape, value: unknown): string[] {
  if (shape.type !== undefined && !shape.type.includes(typeOf(value)) && !(typeOf(value) === 'integer' && shape.type.includes('number'))) {
    return [`${path} is ${typeOf(value)}, not ${shape.type.join(' or ')}`]
  }
  if (value === null) return []
  const pattern = shape.pattern === undefined || elsewhere.includes(path) ? null : new RegExp(shape.pattern)
  const format = formats[shape.format ?? ''] ?? pattern
  if (typeof value === 'string' && format !== null && !format.test(value)) return [`${path} is not a ${shape.format ?? shape.pattern}: ${value}`]
  if (shape.enum !== undefined && !elsewhere.includes(path) && !shape.enum.includes(value)) return [`${path} is none of ${shape.enum.join(', ')}: ${String(value)}`]
  if (Array.isArray(value)) return value.flatMap((item, index) => check(`${path}[${index}]`, shape.items ?? {}, item))
  if (typeof value === 'object' && shape.properties !== undefined) return checkProperties(path, shape.properties, value as Record<string, unknown>)
  return []
}

function checkProperties(path: string, properties: Readonly<Record<string, Shape>>, value: Record<string, unknown>): string[] {
  const isOptional = optional.some((prefix) => path.startsWith(prefix))
  const missing = isOptional ? [] : Object.keys(properties).filter((key) => !Object.hasOwn(value, key)).map((key) => `${path}.${key} is missing`)
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(properties, key) && !beyond.includes(`${path}.${key}`)).map((key) => `${path}.${key} is not Heroku's`)
  const wrong = Object.entries(properties).flatMap(([key, shape]) => (Object.hasOwn(value, key) ? check(`${path}.${key}`, shape, value[key]) : []))
  return [...missing, ...unknown, ...wrong]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value)) return 'integer'
  return typeof value
}
