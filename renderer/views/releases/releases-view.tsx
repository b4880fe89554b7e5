import { useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { useReleases } from '../../store/selectors.ts'
import { ReleaseRow } from './release-row.tsx'

export function ReleasesView({ app }: { readonly app: App }) {
  const releases = useReleases(app.id)
  const newestFirst = useMemo(() => [...releases].reverse(), [releases])
  const [openVersion, setOpenVersion] = useState<number | null>(null)
  return (
    <div className="view">
      <div className="view-head">
        <h1>Releases</h1>
        {newestFirst.length > 0 && <p>Each is a slug and its config vars. You can go back to any that has a slug.</p>}
      </div>
      {newestFirst.length === 0 ? (
        <EmptyState title="No releases yet"><p>Every deploy and every change of a config var makes one, numbered from v1. Deploy this app to make the first.</p></EmptyState>
      ) : (
        <ol className="releases panel">
          {newestFirst.map((release) => (
            <ReleaseRow
              key={release.id}
              app={app}
              release={release}
              releases={releases}
              isOpen={release.version === openVersion}
              onToggle={() => setOpenVersion(release.version === openVersion ? null : release.version)}
            />
          ))}
        </ol>
      )}
    </div>
  )
}
