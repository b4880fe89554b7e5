import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { select } from '../../store/ui.ts'
import { DiffOf } from './diff-of.tsx'
import { Rollback } from './rollback.tsx'

type ReleaseRowProps = {
  readonly app: App
  readonly release: Release
  readonly releases: readonly Release[]
  readonly isOpen: boolean
  onToggle(): void
}

export function ReleaseRow({ app, release, releases, isOpen, onToggle }: ReleaseRowProps) {
  const [isAsking, setAsking] = useState(false)
  const isCurrent = release.version === app.currentVersion
  const mayRollBack = !isCurrent && release.status.kind === 'succeeded' && release.slugId !== null
  const current = releases.find((entry) => entry.version === app.currentVersion) ?? null
  return (
    <li className={`release ${isCurrent ? 'is-current' : ''}`} data-testid={`release-v${release.version}`} data-state={isCurrent ? 'current' : release.status.kind}>
      <div className="release-line">
        <button type="button" className="release-open" aria-expanded={isOpen} onClick={onToggle}>
          <span className="release-version mono">v{release.version}</span>
          <ReleaseState release={release} isCurrent={isCurrent} />
          <span className="ellipsis">{release.description}</span>
          <span className="release-by faint ellipsis">{release.by}</span>
          <span className="faint number"><Moment at={release.createdAt} /></span>
        </button>
        <span className="release-action">
          {mayRollBack && <Button isSmall onClick={() => setAsking(true)}>Roll back to v{release.version}</Button>}
          {release.slugId === null && <span className="faint small" title="It holds no code, so there is nothing to go back to.">no slug</span>}
        </span>
      </div>
      {isAsking && current !== null && <Rollback app={app} current={current} target={release} onClose={() => setAsking(false)} />}
      {isOpen && (
        <div className="release-more">
          <DiffOf app={app} release={release} releases={releases} />
          <Button look="quiet" isSmall onClick={() => select({ kind: 'event', seq: release.seq })}>Why does v{release.version} exist?</Button>
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
