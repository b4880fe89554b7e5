// Toxiproxy's two counters for Prometheus, by proxy and direction. What was received and not sent is held by a toxic, or was thrown away.

import type { WireProxy } from '../../engine/ports/wire.ts'

export function metricsText(proxies: readonly WireProxy[]): string {
  return [
    ...counter('toxiproxy_proxy_received_bytes_total', 'Bytes that came in from the sender.', proxies, ({ bytesFromClient, bytesFromUpstream }) => ({ upstream: bytesFromClient, downstream: bytesFromUpstream })),
    ...counter('toxiproxy_proxy_sent_bytes_total', 'Bytes that were handed on to the receiver.', proxies, ({ bytesToUpstream, bytesToClient }) => ({ upstream: bytesToUpstream, downstream: bytesToClient })),
    '',
  ].join('\n')
}

function counter(name: string, help: string, proxies: readonly WireProxy[], read: (proxy: WireProxy) => { readonly upstream: number; readonly downstream: number }): string[] {
  const lines = proxies.flatMap((proxy) => Object.entries(read(proxy)).map(([direction, bytes]) => `${name}{direction="${direction}",listener="${escaped(proxy.listen)}",proxy="${escaped(proxy.name)}",upstream="${escaped(proxy.upstream)}"} ${bytes}`))
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...lines]
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
