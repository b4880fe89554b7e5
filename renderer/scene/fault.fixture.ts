// Faults, leases and receipts for tests of the window.

import type { FaultFacts, Lease, Receipt } from '../../shared/domain/fault.ts'
import type { ProxyFacts } from '../../shared/protocol/calls.ts'

export const exampleFault = (change: Partial<FaultFacts> = {}): FaultFacts => ({
  kind: 'latency', title: 'Latency', layer: 'network', about: 'Bytes come later.', targets: ['type', 'dynos', 'router'],
  params: [
    { name: 'latencyMs', title: 'Latency', kind: 'number', unit: 'ms', min: 0, max: 60_000, value: 300, whole: true },
    { name: 'distribution', title: 'Shape', kind: 'choice', choices: ['uniform', 'pareto'], value: 'uniform' },
  ],
  isMomentary: false, leadsTo: ['H12'], ...change,
})

export const exampleLease = (change: Partial<Lease> = {}): Lease => ({
  id: 'l1', kind: 'latency', title: 'Latency', layer: 'network', target: { kind: 'dynos', app: 'a1', dynos: ['web.1'] }, appId: 'a1', dynoIds: ['web.1'], params: { latencyMs: 300 },
  startedAt: 1000, expiresAt: Date.now() + 60_000, owner: 'ada', heartbeatMs: null, experimentId: null, changed: ['Answers of web.1 come 300 ms later.'], seq: 5, ...change,
})

export const exampleReceipt = (change: Partial<Receipt> = {}): Receipt => ({
  leaseId: 'l1', kind: 'latency', title: 'Latency', target: { kind: 'dynos', app: 'a1', dynos: ['web.1'] }, appId: 'a1', dynoIds: ['web.1'], params: { latencyMs: 300 }, startedAt: 1000, endedAt: 5000,
  why: 'released', changed: ['Answers of web.1 come 300 ms later.'], restored: ['Answers of web.1 come as they are.'], residue: [], experimentId: null, startedSeq: 5, seq: 6, ...change,
})

export function exampleProxy(change: Partial<ProxyFacts> = {}): ProxyFacts {
  return {
    name: 'redis', listen: '127.0.0.1:26379', upstream: '127.0.0.1:6379', enabled: true, connections: 2, connectionsEver: 7,
    bytesFromClient: 0, bytesFromUpstream: 0, bytesToUpstream: 0, bytesToClient: 0, toxics: [], ...change,
  }
}
