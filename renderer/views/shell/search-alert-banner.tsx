import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { useMirror } from '../../store/mirror.ts'
import { platformNow } from '../../store/platform-time.ts'
import { showApp } from '../../store/ui.ts'

const minuteMs = 60_000
const shownAtMost = 3

/** Saved searches that were raised within their own minutes, of all apps. */
export function SearchAlertBanner() {
  const state = useMirror((mirror) => mirror.state)
  const now = platformNow()
  const raised = Object.entries(state.savedSearches).flatMap(([addOnId, searches]) => {
    const app = state.apps[state.addOns[addOnId]?.appId ?? '']
    return app === undefined ? [] : searches.flatMap(({ name, alert }) => (alert?.lastRaisedAt == null || alert.lastRaisedAt < now - alert.minutes * minuteMs ? [] : [{ app, name, alert, at: alert.lastRaisedAt }]))
  })
  return raised.slice(0, shownAtMost).map(({ app, name, alert, at }) => (
    <div key={`${app.id}-${name}`} className="banner" data-tone="bad" data-testid="search-alert">
      <span role="alert"><b>{app.name}</b>: the search “{name}” found {alert.times} lines or more in {alert.minutes} min, at <Moment at={at} />.</span>
      {alert.trouble !== null && <span className="soft">It could not be posted: {alert.trouble}.</span>}
      <Button isSmall onClick={() => showApp(app.id, 'search')}>Look at it</Button>
    </div>
  ))
}
