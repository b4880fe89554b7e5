// A request that could not even be read is written into its app's log, as far as its app can be told: H26 of the classic router. The
// router of today says nothing of it.

import { randomUUID } from 'node:crypto'
import type { Edge } from './edge-context.ts'

export function reportRefused(edge: Edge, peer: string, text: string): void {
  const host = /^host:[ \t]*([^\r\n]*)/im.exec(text.slice(0, edge.limits.headerLineBytes))?.[1]?.trim() ?? ''
  const entry = host === '' ? null : edge.table.find(host)
  if (entry?.route?.rules !== 'classic') return
  const line = /^([!-~]{1,127}) ([!-~]*)/.exec(text)
  edge.report({
    at: Date.now(), appId: entry.appId, method: line?.[1] ?? '', path: line?.[2] ?? '', host, requestId: randomUUID(), fwd: peer, dynoId: null, dyno: null,
    connectMs: null, serviceMs: null, totalMs: 0, heldMs: undefined, status: 400, bytes: null, protocol: 'http', code: 'H26', rules: 'classic', cause: 'bad header',
    agent: undefined, tries: undefined, faults: undefined,
  })
}
