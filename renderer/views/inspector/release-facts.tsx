import type { App } from '../../../shared/domain/app.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { releaseOf } from '../../scene/push-lane.ts'
import { useMirror } from '../../store/mirror.ts'
import { useBuilds, useDynos, useReleases } from '../../store/selectors.ts'
import { select, showBuild, showView, useUi } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { slugContents } from '../../text/slug-words.ts'
import { equalCommand } from '../../console/equal-command.ts'
import { WhyChain } from '../activity/why-chain.tsx'

/** One release: what it is, what runs of it, and the way back to it. */
export function ReleaseFacts({ app, version }: { readonly app: App; readonly version: number }) {
  const release = useReleases(app.id).find((entry) => entry.version === version)
  const releases = useReleases(app.id)
  const build = useBuilds(app.id).find((entry) => releaseOf(entry, releases)?.version === version)
  const slug = useMirror((mirror) => (release?.slugId == null ? null : (mirror.state.slugs[release.slugId] ?? null)))
  const dynos = useDynos(app.id).filter((dyno) => dyno.version === version)
  const isElsewhere = useUi((ui) => ui.view !== 'releases')
  if (release === undefined) return <p className="soft">This app has no v{version}.</p>
  const isCurrent = app.currentVersion === version
  const keys = Object.keys(release.config)
  return (
    <>
      <section>
        {isCurrent ? <StateMark kind="up" word="current" /> : release.status.kind === 'failed' ? <StateMark kind="crashed" word="failed" /> : <span className="soft">{release.status.kind}</span>}
        <p className="side-line">{release.description}</p>
        <dl className="facts side-gap">
          <dt>By</dt><dd>{release.by}</dd>
          <dt>Made</dt><dd><Moment at={release.createdAt} /></dd>
          {release.status.kind === 'failed' && release.status.exitStatus !== null && <><dt>Exit status</dt><dd className="mono">{release.status.exitStatus}</dd></>}
          <dt>Slug</dt><dd>{release.slugId === null ? 'none' : slug === null ? 'not on this disk any more' : `${byteSize(slug.bytes)}, ${slugContents(slug)}`}</dd>
          {build?.source.kind === 'git' && <><dt>Commit</dt><dd className="mono">{build.source.commit.slice(0, 7)}</dd></>}
          {slug !== null && <><dt>Types</dt><dd className="mono">{Object.keys(slug.processTypes).join(', ')}</dd></>}
          <dt>Config vars</dt><dd className="mono">{keys.length === 0 ? 'none' : keys.join(', ')}</dd>
          <dt>Dynos on it</dt><dd>{dynos.length === 0 ? 'none' : <span className="dyno-links">{dynos.map((dyno) => <Button key={dyno.id} look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'dyno', id: dyno.id, name: dyno.name })}>{dyno.name}</Button>)}</span>}</dd>
        </dl>
        <div className="actions side-gap">
          {build !== undefined && <Button isSmall icon="deploy" onClick={() => showBuild(app.id, build.id)}>Its build</Button>}
          {isElsewhere && <Button isSmall icon="releases" onClick={() => {
            showView('releases')
            select({ kind: 'release', version })
          }}>All releases</Button>}
        </div>
      </section>
      {!isCurrent && release.status.kind === 'succeeded' && release.slugId !== null && <section><BackTo app={app} version={version} /></section>}
      <section>
        <h3>Why does v{version} exist?</h3>
        <WhyChain seq={release.seq} />
      </section>
    </>
  )
}

/** The exact preview is on the releases' page; here is the short way, which can be undone. */
function BackTo({ app, version }: { readonly app: App; readonly version: number }) {
  const rollback = useCommand('releases:rollback')
  return (
    <div className="acts">
      <Button isPending={rollback.isPending} title={`Makes v${app.lastVersion + 1} with its code and config vars, and restarts the dynos.`} onClick={() => void rollback.run({ app: app.id, version })}>Roll back as v{app.lastVersion + 1}</Button>
      <CommandText text={equalCommand('releases:rollback', { app: app.name, version })} />
      <ErrorNote error={rollback.error} />
    </div>
  )
}
