// Faults on bytes: one of the toxics of shared/wire, between the router and dynos or on a link of the TCP proxy. The names are Toxiproxy's.

import type { FaultParam } from '../../../../shared/domain/fault.ts'
import type { ToxicSettings, ToxicStream } from '../../../../shared/wire/toxic.ts'
import { defineFault, type Aim, type Fault, type Measure, type ValuesOf } from '../fault.ts'
import { atTheEdge, percentParam, whoIs } from './at-the-edge.ts'

type ToxicFault<P extends readonly FaultParam[]> = {
  readonly kind: string
  readonly title: string
  readonly about: string
  readonly leadsTo: readonly string[]
  readonly params: P
  /** Which way it acts when nothing is said. */
  readonly way?: 'answers' | 'requests' | 'both'
  settings(params: ValuesOf<P>): ToxicSettings
  /** `who`: `web.1 of shop`, `the link redis`. `what`: `Answers`, `Requests`, `Requests and answers`. */
  changed(what: string, who: string, params: ValuesOf<P>): string
}

const ways = ['answers', 'requests', 'both'] as const
const streamsOf: Readonly<Record<(typeof ways)[number], readonly ToxicStream[]>> = { answers: ['downstream'], requests: ['upstream'], both: ['upstream', 'downstream'] }
const wordOf: Readonly<Record<(typeof ways)[number], string>> = { answers: 'Answers', requests: 'Requests', both: 'Requests and answers' }

export function toxicFault<const P extends readonly FaultParam[]>({ kind, title, about, leadsTo, params, way = 'answers', settings, changed }: ToxicFault<P>): Fault {
  const wayParam = { name: 'way', title: 'On', kind: 'choice', choices: ways, value: way } as const
  return defineFault({
    kind, title, layer: 'network', about, targets: ['type', 'dynos', 'router', 'proxy'], params: [...params, wayParam, percentParam], isMomentary: false, leadsTo,
    plan: (aim, values) => {
      const own = values as unknown as ValuesOf<P>
      const given = values as unknown as { readonly way: (typeof ways)[number]; readonly percent: number }
      const sentences = { changed: (who: string) => changed(wordOf[given.way], who, own), restored: (who: string) => `Bytes to and from ${who} pass as they are.` }
      return streamsOf[given.way].map((stream, index) => measure(aim, stream, settings(own), given.percent, index === 0 ? sentences : again(sentences)))
    },
  })
}

type Sentences = Parameters<typeof atTheEdge>[3]

/** Both ways are one fault: its sentences are said once. */
const again = (sentences: Sentences): Sentences => ({ changed: () => 'The same the other way.', restored: sentences.restored })

function measure(aim: Aim, stream: ToxicStream, settings: ToxicSettings, percent: number, { changed, restored }: Sentences): Measure {
  if (aim.target.kind !== 'proxy') return atTheEdge(aim, { kind: 'toxic', toxic: { name: settings.type, stream, toxicity: 1, settings } }, percent, { changed, restored })
  const who = whoIs(aim)
  return { kind: 'toxic', proxy: aim.target.proxy, toxic: { stream, toxicity: percent / 100, settings }, changed: changed(who), restored: restored(who) }
}
