import type { App } from '../../../shared/domain/app.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { releaseOf } from '../../scene/push-lane.ts'
import { useMirror } from '../../store/mirror.ts'
import { useReleases } from '../../store/selectors.ts'
import { select, showBuild } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { sourceWords } from '../../text/words.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { endOf, markOfEnd } from '../deploy/build-list.tsx'

/** One build in short; the theatre shows it whole. */
export function BuildFacts({ app, id }: { readonly app: App; readonly id: string }) {
  const build = useMirror((mirror) => mirror.state.builds[id])
  const releases = useReleases(app.id)
  const started = useMirror((mirror) => lastWhere(mirror.recent, (event) => event.type === 'build.started' && event.data.buildId === id)?.seq ?? null)
  if (build === undefined) return <p className="soft">This build is not kept any more.</p>
  const release = releaseOf(build, releases)
  const end = endOf(build, releases)
  return (
    <>
      <section>
        <StateMark kind={markOfEnd[end]} word={end} />
        <p className="side-line">{sourceWords(build.source)}</p>
        <dl className="facts side-gap">
          <dt>By</dt><dd>{build.by}</dd>
          <dt>Started</dt><dd><Moment at={build.startedAt} /></dd>
          {build.status.kind !== 'pending' && <><dt>Took</dt><dd>{duration(build.status.endedAt - build.startedAt)}</dd></>}
          {build.buildpacks.length > 0 && <><dt>Buildpack</dt><dd className="mono">{build.buildpacks.join(', ')}</dd></>}
          {release !== null && <><dt>Release</dt><dd><Button look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'release', version: release.version })}>v{release.version}</Button></dd></>}
        </dl>
        {build.status.kind === 'failed' && <div className="side-gap"><ErrorNote error={build.status} /></div>}
        <div className="side-gap"><Button isSmall icon="deploy" onClick={() => showBuild(app.id, id)}>Show it on the stage</Button></div>
      </section>
      {started !== null && (
        <section>
          <h3>Why this build?</h3>
          <WhyChain seq={started} />
        </section>
      )}
    </>
  )
}
