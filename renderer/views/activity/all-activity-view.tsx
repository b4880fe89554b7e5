import { ActivityPanel } from './activity-panel.tsx'

/** What happened to all apps and to the platform itself. */
export function AllActivityView() {
  return (
    <div className="view view-fixed">
      <div className="view-head">
        <h1>All activity</h1>
        <p>Of every app, and of the platform itself.</p>
      </div>
      <ActivityPanel appId={null} />
    </div>
  )
}
