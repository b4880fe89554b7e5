import { z } from 'zod'
import { calls } from '../../shared/protocol/calls.ts'
import { eventData } from '../../shared/protocol/events.ts'
import { streams } from '../../shared/protocol/streams.ts'
import { table } from './markdown.ts'

type Schema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly additionalProperties?: Schema | boolean
}

/** docs/reference/protocol.md, from the tables both sides validate with. */
export function protocolPage(): string {
  return [
    '# Protocol', '',
    'Made from `shared/protocol/`; do not edit. `npx vitest run e2e/hygiene/reference.test.ts -u` makes it anew.', '',
    'Windows speak it over a MessagePort, browsers over a WebSocket at `/rpc` (first message `{"kind":"hello","token":"..."}`). Messages are those of',
    '`shared/protocol/envelope.ts`: `call`, `open`, `more`, `close` to the engine; `reply`, `refusal`, `item`, `end` from it. Times are milliseconds since the epoch.', '',
    '## Calls', '',
    table(['call', 'takes', 'answers'], Object.entries(calls).map(([name, { input, output }]) => [`\`${name}\``, shape(input), shape(output)])), '',
    '## Streams', '',
    table(['stream', 'takes'], Object.entries(streams).map(([name, input]) => [`\`${name}\``, shape(input)])), '',
    '## Events', '',
    'What the journal keeps. Each also has `seq`, `at`, `app` and `causedBy`.', '',
    table(['event', 'data'], Object.entries(eventData).map(([name, data]) => [`\`${name}\``, shape(data)])), '',
  ].join('\n')
}

const shape = (schema: z.ZodType): string => `\`${words(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema)}\``

function words(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return choices.map(words).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (schema.properties !== undefined) return record(schema.properties, schema.required ?? [])
  if (schema.items !== undefined) return `[${words(schema.items)}]`
  if (schema.type === 'object') return typeof schema.additionalProperties === 'object' ? `{ *: ${words(schema.additionalProperties)} }` : '{}'
  return [schema.type ?? 'anything'].flat().join(' or ')
}

function record(properties: Readonly<Record<string, Schema>>, required: readonly string[]): string {
  const fields = Object.entries(properties).map(([key, schema]) => `${key}${required.includes(key) ? '' : '?'}: ${words(schema)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
