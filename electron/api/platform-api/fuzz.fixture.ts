// Requests made from Heroku's schema, and spoiled: wrong types, missing and unknown fields, other resources' ids, names that mean
// something to JavaScript, paths that lead elsewhere, headers nobody sends. What is drawn is a plan; names that are there are put in
// when it is sent, as they are known only then.

import fc from 'fast-check'
import type { ApiRoute } from './api-types.ts'
import { isMatch, partsOf } from './path-parts.ts'
import schema from './schema.fixture.json' with { type: 'json' }

/** What stands in a path or a body for something that is there: the `pick`th of those of its kind, or of all kinds. */
export type Stand = { readonly known: 'own' | 'any'; readonly kind: string; readonly pick: number }

export type PlannedRequest = {
  /** Sent with the token of somebody who was given nothing. */
  readonly isGuest: boolean
  readonly method: string
  /** One for each part of the path: text as it is sent, or what is there. */
  readonly path: readonly (string | Stand)[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly kind: 'none' } | { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'raw'; readonly text: string }
}

type Shape = { readonly type?: readonly string[]; readonly enum?: readonly unknown[]; readonly properties?: Readonly<Record<string, Shape>>; readonly items?: Shape; readonly values?: Shape; readonly required?: readonly string[] }
type Link = { readonly method: string; readonly path: string; readonly body?: Shape }

const links = schema.links as readonly Link[]
const maxPick = 1000

/** Of bodies: a text that says what to put in its place, as a plan is plain data. */
export const standMark = '\u{10FFFD}'

const prototypeNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']
const oddTexts = fc.oneof(
  fc.constantFrom(...prototypeNames),
  fc.constantFrom('', ' ', '.', '..', '*', '~', '-1', '0', 'null', 'undefined', 'NaN', '1e999', 'v0', '9999999999999999999999', '\u0000', '\ud800', '\n', '😀', '../../etc/passwd', '..\\..', '%2e%2e', '$(id)', "'; drop table apps; --", '<script>'),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('a'.repeat(300), 'é'.repeat(5000)),
)
const oddParts = fc.oneof(
  fc.constantFrom('..', '.', '', '%2e%2e', '%2E%2E%2F%2e%2e%2fetc%2fpasswd', '%00', '%', '%zz', '%ff%fe', '%F0%9F%98%80', '\u00e9', 'a'.repeat(4000), '%2F', '..%5c..', ';a=b', '%0d%0aSet-Cookie:%20a=b'),
  oddTexts.map(asPart),
)

/** Any JSON at all, also deep, wide or with keys that mean something elsewhere. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...prototypeNames), fc.string({ maxLength: 8 })), oddTexts, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }).map(nested) },
)

const known: fc.Arbitrary<unknown> = fc.nat(maxPick).map((pick) => `${standMark}${pick}`)

/** As the schema has it, or, now and then, not. */
function valueOf(shape: Shape, isKept: boolean): fc.Arbitrary<unknown> {
  const kept = keptValue(shape)
  return isKept ? kept : fc.oneof({ weight: 7, arbitrary: kept }, { weight: 2, arbitrary: anything }, { weight: 1, arbitrary: known })
}

function keptValue(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum)
  return fc.oneof(...(shape.type ?? ['string']).map((type) => ofType(type, shape)))
}

function ofType(type: string, shape: Shape): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null': return fc.constant(null)
    case 'boolean': return fc.boolean()
    case 'integer': return fc.oneof(fc.integer({ min: -2, max: 20 }), fc.integer())
    case 'number': return fc.double()
    case 'array': return fc.array(valueOf(shape.items ?? {}, false), { maxLength: 4 })
    case 'object': return objectOf(shape)
    default: return fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: fc.constantFrom('web', 'worker', 'node server.js', 'heroku-24', 'standard-2x', 'http://127.0.0.1:9/x', 'www.new.test', 'heroku-postgresql:standard-0', 'memcachier', 'new-name') }, { weight: 2, arbitrary: oddTexts })
  }
}

function objectOf(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.properties === undefined) return fc.dictionary(fc.oneof(fc.constantFrom('COLOR', 'A', 'DATABASE_URL', ...prototypeNames), oddTexts), valueOf(shape.values ?? {}, false), { maxKeys: 4 })
  const properties = Object.fromEntries(Object.entries(shape.properties).map(([key, one]) => [key, valueOf(one, false)]))
  const required = [...(shape.required ?? [])]
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(properties, { requiredKeys: required.filter((key) => Object.hasOwn(properties, key)) }) },
    { weight: 1, arbitrary: fc.record(properties, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.tuple(fc.record(properties, { requiredKeys: [] }), fc.dictionary(oddTexts, anything, { maxKeys: 2 })).map(([one, more]) => ({ ...one, ...more })) },
  )
}

const range = fc.constantFrom('version ..; max=1', 'id ..', 'name ]a..z; max=2, order=desc', 'colour ..', 'version ..; max=0', 'max=99999999999', ']..[', '; ; ;', 'id ..; order=sideways', `id ${'x'.repeat(2000)}..`, 'id ' + '.'.repeat(500), '__proto__ ..', 'bytes=0-10', 'name \u00e9..')
const accept = fc.constantFrom('application/vnd.heroku+json; version=3', 'application/vnd.heroku+json; version=3.sdk', 'application/vnd.heroku+json; version=9', 'application/vnd.heroku+json;', 'text/html', '*/*', ',;=', 'application/vnd.heroku+json; version=3'.repeat(50))
const headers = fc.record({
  range, accept, 'if-none-match': fc.constantFrom('*', '"x"', ',,,', 'W/"'), 'request-id': fc.constantFrom('mine', 'a b\tc', 'x'.repeat(5000)), 'content-type': fc.constantFrom('text/plain', 'application/json; charset=utf-7', 'multipart/form-data'),
  'x-http-method-override': fc.constantFrom('DELETE', 'PATCH', 'GET', '__proto__', 'trace'),
}, { requiredKeys: [] }).map((all): Record<string, string> => all)
/** Whoever is nobody gets no further: few are. */
const nobodys = fc.constantFrom('', 'Bearer', 'Bearer undefined', 'Basic !!!', 'Basic Og==', 'Digest x', `Bearer ${'x'.repeat(4000)}`).map((authorization): Record<string, string> => ({ authorization }))
const fewHeaders = fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, { weight: 7, arbitrary: headers }, { weight: 1, arbitrary: nobodys })

const brokenText = fc.oneof(fc.constantFrom('{', '[1,2', '{"name":"x"', '\u0000', 'name=x&y=z', '"', '{"a":1}{"b":2}', 'nul', '{"__proto__":{"polluted":true}}', '{"name":"x","name":"y"}', `${'['.repeat(20_000)}`, `${'['.repeat(5000)}${']'.repeat(5000)}`, `{"a":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`, `{"name":"${'x'.repeat(1_100_000)}"}`), fc.string())

export function plannedRequest(routes: readonly ApiRoute[]): fc.Arbitrary<PlannedRequest> {
  return fc.constantFrom(...routes).chain((route) => fc.record({ isGuest: fc.nat(3).map((one) => one === 0), method: methodOf(route), path: pathOf(route), headers: fewHeaders, body: bodyOf(route) }))
}

const methodOf = (route: ApiRoute): fc.Arbitrary<string> => fc.oneof({ weight: 19, arbitrary: fc.constant(route.method) }, { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PUT', 'POST', 'DELETE', 'PATCH', 'PROPFIND') })

function pathOf(route: ApiRoute): fc.Arbitrary<(string | Stand)[]> {
  const parts = partsOf(route.path).slice(1)
  return fc.tuple(...parts.map((part, index) => (part.startsWith(':') ? nameIn(parts[index - 1] ?? '') : fc.oneof({ weight: 60, arbitrary: fc.constant(part) }, { weight: 1, arbitrary: oddParts }))))
}

function nameIn(kind: string): fc.Arbitrary<string | Stand> {
  const stand = (from: Stand['known']): fc.Arbitrary<Stand> => fc.nat(maxPick).map((pick) => ({ known: from, kind, pick }))
  return fc.oneof({ weight: 8, arbitrary: stand('own') }, { weight: 1, arbitrary: stand('any') }, { weight: 2, arbitrary: oddParts })
}

function bodyOf(route: ApiRoute): fc.Arbitrary<PlannedRequest['body']> {
  const shapes = links.filter((link) => link.method === route.method && isMatch(partsOf(link.path), partsOf(route.path.replace(/:([\w-]+)/g, 'x')))).flatMap(({ body }) => body ?? [])
  const asked = shapes.length === 0 ? anything : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...shapes).chain((shape) => valueOf(shape, true)) }, { weight: 1, arbitrary: anything })
  const json = asked.map((value) => ({ kind: 'json' as const, value }))
  const none = fc.constant({ kind: 'none' as const })
  if (route.method === 'GET') return fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: json })
  return fc.oneof({ weight: shapes.length === 0 ? 2 : 12, arbitrary: json }, { weight: 1, arbitrary: none }, { weight: 1, arbitrary: brokenText.map((text) => ({ kind: 'raw' as const, text })) })
}

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** A lone half of a character pair can not be sent in a path. */
export function asPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))
}
