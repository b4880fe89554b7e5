import type { App } from '../../../shared/domain/app.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { appSummary } from '../../scene/app-summary.ts'
import { useAppAddress, useBuilds, useDynos } from '../../store/selectors.ts'

/** The app in a few words, and the way to it. */
export function OverviewHead({ app }: { readonly app: App }) {
  const address = useAppAddress(app)
  const summary = appSummary(app, useDynos(app.id), useBuilds(app.id)[0] ?? null)
  return (
    <div className="view-head overview-head">
      <div className="overview-title">
        <div className="overview-name">
          <h1 className="mono ellipsis">{app.name}</h1>
          <StateMark kind={summary.mark} word={summary.word} />
        </div>
        {address !== null && (
          <p className="overview-address">
            <span className="mono small ellipsis">{address}</span>
            <CopyButton text={address} label="address" />
          </p>
        )}
      </div>
      {address !== null && <div className="actions"><Button icon="outside" onClick={() => openAddress(address)}>Open app</Button></div>}
    </div>
  )
}
