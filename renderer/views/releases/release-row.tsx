import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { select } from '../../store/ui.ts'
import { DiffOf } from './diff-of.tsx'
import { ReleasePhase } from './release-phase.tsx'
import { Rollback } from './rollback.tsx'

type ReleaseRowProps = {
  readonly app: App
  readonly release: Release
  readonly releases: readonly Release[]
  readonly isOpen: boolean
  readonly isAsking: boolean
  readonly isCompared: boolean
  onToggle(): void
  onAsk(isAsking: boolean): void
  onCompare(): void
}

export function ReleaseRow({ app, release, releases, isOpen, isAsking, isCompared, onToggle, onAsk, onCompare }: ReleaseRowProps) {
  const isCurrent = release.version === app.currentVersion
  const mayRollBack = !isCurrent && release.status.kind === 'succeeded' && release.slugId !== null
  const current = releases.find((entry) => entry.version === app.currentVersion) ?? null
  return (
    <li className={`release ${isCurrent ? 'is-current' : ''}`} data-testid={`release-v${release.version}`} data-state={isCurrent ? 'current' : release.status.kind}>
      <div className="release-line">
        <label className="release-tick"><input type="checkbox" checked={isCompared} onChange={onCompare} aria-label={`Compare v${release.version}`} /></label>
        <button type="button" className="release-open" aria-expanded={isOpen} onClick={onToggle}>
          <span className="release-version mono">v{release.version}</span>
          <ReleaseState release={release} isCurrent={isCurrent} />
          <span className="ellipsis">{release.description}</span>
          <span className="release-by faint ellipsis">{release.by}</span>
          <span className="faint number"><Moment at={release.createdAt} /></span>
        </button>
        <span className="release-action">
          {mayRollBack && <Button isSmall onClick={() => onAsk(true)}>Roll back to v{release.version}</Button>}
          {release.slugId === null && <span className="faint small" title="It holds no code, so there is nothing to go back to.">no slug</span>}
        </span>
      </div>
      {isAsking && current !== null && <Rollback app={app} current={current} target={release} onClose={() => onAsk(false)} />}
      {isOpen && (
        <div className="release-more">
          <DiffOf app={app} release={release} releases={releases} />
          {release.slugId !== null && (
            <div className="stack-8">
              <h3>Release command</h3>
              <ReleasePhase release={release} />
            </div>
          )}
          <div className="actions">
            <Button isSmall onClick={() => select({ kind: 'release', version: release.version })}>Look at v{release.version}</Button>
            <Button look="quiet" isSmall onClick={() => select({ kind: 'event', seq: release.seq })}>Why does v{release.version} exist?</Button>
          </div>
        </div>
      )}
    </li>
  )
}

function ReleaseState({ release, isCurrent }: { readonly release: Release; readonly isCurrent: boolean }) {
  if (isCurrent) return <StateMark kind="up" word="current" />
  if (release.status.kind === 'failed') return <StateMark kind="crashed" word="failed" />
  if (release.status.kind === 'pending') return <StateMark kind="starting" word="pending" since={release.createdAt} />
  return <span className="faint">succeeded</span>
}
