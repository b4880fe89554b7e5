import type { App } from '../../../shared/domain/app.ts'

/** The traffic generator of an app: what it sends now, and the knobs. */
export function TrafficControl({ app }: { readonly app: App }) {
  return <section className="panel" aria-label={`Traffic to ${app.name}`} />
}
