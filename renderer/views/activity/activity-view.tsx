import type { App } from '../../../shared/domain/app.ts'
import { ActivityPanel } from './activity-panel.tsx'

/** What happened to this app. */
export function ActivityView({ app }: { readonly app: App }) {
  return (
    <div className="view view-fixed">
      <div className="view-head"><h1>Activity</h1></div>
      <ActivityPanel appId={app.id} />
    </div>
  )
}
