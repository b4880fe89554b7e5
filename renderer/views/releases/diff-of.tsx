import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { diffConfig } from '../../scene/release-diff.ts'
import { lastWhere } from '../../text/last-where.ts'
import { ConfigDiff, SlugDiff } from './release-changes.tsx'
import { useConfigs } from './use-configs.ts'

type DiffOfProps = { readonly app: App; readonly release: Release; readonly releases: readonly Release[] }

/** What a release changed, against the one before it or any other. */
export function DiffOf({ app, release, releases }: DiffOfProps) {
  const others = releases.filter((entry) => entry.version !== release.version)
  const [against, setAgainst] = useState(() => lastWhere(others, (entry) => entry.version < release.version)?.version ?? 0)
  const configs = useConfigs(app.id, against, release.version)
  const before = others.find((entry) => entry.version === against) ?? null
  return (
    <div className="stack-8">
      <label className="diff-head">
        Changed since{' '}
        <select className="input" value={against} onChange={(event) => setAgainst(Number(event.target.value))}>
          <option value={0}>nothing</option>
          {[...others].reverse().map((entry) => <option key={entry.version} value={entry.version}>v{entry.version}: {entry.description}</option>)}
        </select>
      </label>
      <SlugDiff from={before?.slugId ?? null} to={release.slugId} />
      {configs === null && <p className="faint">Reading the config vars.</p>}
      {configs !== null && 'error' in configs && <ErrorNote error={configs.error} />}
      {configs !== null && 'from' in configs && <ConfigDiff changes={diffConfig(configs.from, configs.to)} />}
    </div>
  )
}
