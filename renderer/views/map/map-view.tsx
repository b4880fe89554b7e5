import type { App } from '../../../shared/domain/app.ts'

export function MapView({ app }: { readonly app: App }) {
  return <div className="view"><div className="view-head"><h1>{app.name}</h1></div></div>
}
