import type { App } from '../../../shared/domain/app.ts'
import type { FactorCheck } from '../../../shared/domain/factor-check.ts'
import { tally } from '../../../shared/factors/scorecard.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { useCurrentSlug, useFactorChecks } from '../../store/selectors.ts'
import { select, showPage } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { NoTargets } from '../faults/no-targets.tsx'
import { CheckProgress } from './check-progress.tsx'
import { FactorRow } from './factor-row.tsx'
import { HintList } from './hint-list.tsx'

/** The twelve factors by proof: green is what a run showed. */
export function FactorsView({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  return (
    <div className="view factors">
      <div className="view-head">
        <h1>Twelve factors</h1>
        <p className="soft">What two copies of {app.name} showed when they were run. What no run showed is unknown.</p>
      </div>
      {slug === null ? <NoTargets what="Checks" /> : <Checks app={app} />}
    </div>
  )
}

function Checks({ app }: { readonly app: App }) {
  const [newest, before] = useFactorChecks(app.id)
  const check = useCommand('factors:check')
  const start = <Button look="primary" icon="factors" isPending={check.isPending} disabled={newest?.endedAt === null} data-testid="factors-check" onClick={() => void check.run({ subject: { kind: 'app', app: app.name } })}>Check now</Button>
  const error = check.error === null ? null : <ErrorNote error={check.error} />
  if (newest === undefined) {
    return (
      <EmptyState title="Not checked yet">
        <p>A check builds two copies of the app, runs, visits, kills and restarts them, and destroys them. It takes a minute or so, and does not touch {app.name}.</p>
        <div className="actions">{start}</div>
        {error}
      </EmptyState>
    )
  }
  const shown = newest.endedAt === null && before?.card != null ? before : newest
  return (
    <>
      {newest.endedAt === null ? <CheckProgress check={newest} /> : null}
      <div className="factors-actions">{start}{shown.card !== null && <WatchIt check={shown} />}</div>
      {error}
      {shown.card === null ? <p className="factors-trouble">{shown.trouble === null ? 'The scorecard comes when the check is done.' : `The check gave no result. ${shown.trouble}`}</p> : <Card check={shown} />}
    </>
  )
}

/** Its events stand in the activity of the platform: the copies are gone. */
function WatchIt({ check }: { readonly check: FactorCheck }) {
  const show = (): void => {
    showPage('activity')
    select({ kind: 'event', seq: check.seq })
  }
  return <Button icon="activity" title="Shows the events of this check, from its first" onClick={show}>Watch it happen</Button>
}

function Card({ check }: { readonly check: FactorCheck }) {
  const { card } = check
  if (card === null) return null
  return (
    <>
      <p className="factors-tally" role="status" data-testid="factors-tally">{tally(card)}. <span className="soft">Checked <Moment at={check.startedAt} /> by {check.by}, in {card.seconds} s.</span></p>
      <ol className="panel factors-card" aria-label="Scorecard">
        {card.findings.map((one) => <FactorRow key={one.factor} finding={one} language={card.language} />)}
      </ol>
      <HintList hints={card.hints} />
      <section className="factors-receipts" aria-label="What was done">
        <h2>What was done</h2>
        <ul>{card.receipts.map((receipt) => <li key={receipt}>{receipt}</li>)}</ul>
      </section>
    </>
  )
}
