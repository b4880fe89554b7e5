import type { App } from '../../../shared/domain/app.ts'
import { alertKinds, type Alert, type AlertKind } from '../../../shared/domain/autoscale.ts'
import { Button } from '../../components/button.tsx'
import { useApps } from '../../store/selectors.ts'
import { showApp } from '../../store/ui.ts'
import { alertTitles, alertValue } from '../../text/autoscale-words.ts'
import { moment } from '../../text/moment.ts'

type Raised = { readonly app: App; readonly kind: AlertKind; readonly alert: Alert; readonly raised: NonNullable<Alert['raised']> }

/** More than these are told as a number. */
const shownAtMost = 3

/** Threshold alerts that are raised now, of all apps. */
export function AlertBanner() {
  const all = useApps().flatMap((app) => alertKinds.flatMap((kind): readonly Raised[] => {
    const alert = app.alerts?.[kind]
    return alert === undefined || alert.raised === null ? [] : [{ app, kind, alert, raised: alert.raised }]
  }))
  if (all.length === 0) return null
  return (
    <>
      {all.slice(0, shownAtMost).map(({ app, kind, alert, raised }) => (
        <div key={`${app.id}-${kind}`} className="banner" data-tone="bad" data-testid={`alert-raised-${kind}`}>
          <span role="alert"><b>{app.name}</b>: {alertTitles[kind]} over {alertValue(kind, alert.over)} since {moment(raised.since, raised.toldAt)}.</span>
          <span className="soft">{alertValue(kind, raised.value)} when it was told{raised.reminders > 0 ? ` again, reminder ${raised.reminders}` : ''}.</span>
          <Button isSmall onClick={() => showApp(app.id, 'autoscale')}>Look at it</Button>
        </div>
      ))}
      {all.length > shownAtMost && <div className="banner" data-tone="bad">And {all.length - shownAtMost} more alerts.</div>}
    </>
  )
}
