import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { lastWhere } from '../../text/last-where.ts'
import { ReleaseChanges } from './release-changes.tsx'

type DiffOfProps = { readonly app: App; readonly release: Release; readonly releases: readonly Release[] }

const nothing = { version: 0, slugId: null }

/** What a release changed, against the one before it or any other. */
export function DiffOf({ app, release, releases }: DiffOfProps) {
  const others = releases.filter((entry) => entry.version !== release.version)
  const [against, setAgainst] = useState(() => lastWhere(others, (entry) => entry.version < release.version)?.version ?? 0)
  const before = others.find((entry) => entry.version === against) ?? nothing
  return (
    <div className="stack-8">
      <label className="diff-head">
        Changed since{' '}
        <select className="input" value={against} onChange={(event) => setAgainst(Number(event.target.value))}>
          <option value={0}>nothing</option>
          {[...others].reverse().map((entry) => <option key={entry.version} value={entry.version}>v{entry.version}: {entry.description}</option>)}
        </select>
      </label>
      <ReleaseChanges app={app} from={before} to={release} />
    </div>
  )
}
