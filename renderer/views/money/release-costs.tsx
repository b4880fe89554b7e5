import type { App } from '../../../shared/domain/app.ts'
import { money } from '../../../shared/text/amounts.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useBill } from '../../store/bill.ts'
import { usePrices, useReleases } from '../../store/selectors.ts'
import { useAnswer } from '../../store/use-answer.ts'

/** What each deploy has cost while it ran, with its release command and one-off dynos. */
export function ReleaseCosts({ app }: { readonly app: App }) {
  const moment = useBill(({ item }) => String(item?.bill?.at ?? 0))
  const { value, error } = useAnswer('bill:releases', { app: app.id }, 0, moment)
  const releases = useReleases(app.id)
  const { currency } = usePrices()
  return (
    <section className="panel" aria-labelledby="release-costs">
      <div className="panel-head"><h2 id="release-costs">Releases of {app.name}</h2><span className="faint small">What each has cost so far, its release command and one-off dynos with it.</span></div>
      <ErrorNote error={error} />
      {value !== null && value.releases.length === 0 && <p className="panel-body soft">No release has run a dyno yet.</p>}
      {value !== null && value.releases.length > 0 && (
        <table className="money-table">
          <thead><tr><th scope="col">Release</th><th scope="col">What it is</th><th scope="col" className="number">Cost</th></tr></thead>
          <tbody>
            {value.releases.map(({ version, micros }) => (
              <tr key={version}><td className="mono">v{version}</td><td>{releases.find((release) => release.version === version)?.description ?? ''}</td><td className="number">{money(micros, currency)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
