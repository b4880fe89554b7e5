import { useEffect } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Build } from '../../../shared/domain/build.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { pushLane, releaseOf } from '../../scene/push-lane.ts'
import { PushLane } from '../../stage/push-lane.tsx'
import { followBuild } from '../../store/builds.ts'
import { useMirror } from '../../store/mirror.ts'
import { useDynos, useReleases } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { sourceWords } from '../../text/words.ts'
import { BuildOutput } from './build-output.tsx'
import { Detections } from './detections.tsx'

export function BuildDetail({ app, build }: { readonly app: App; readonly build: Build }) {
  const releases = useReleases(app.id)
  const dynos = useDynos(app.id)
  const slugs = useMirror((mirror) => mirror.state.slugs)
  const cancel = useCommand('builds:cancel')
  useEffect(() => followBuild(build.id), [build.id])
  const slug = build.status.kind === 'succeeded' ? (slugs[build.status.slugId] ?? null) : null
  return (
    <section className="build" aria-label={`Build of ${sourceWords(build.source)}`}>
      <div className="panel"><PushLane steps={pushLane({ build, slug, release: releaseOf(build, releases), dynos, currentVersion: app.currentVersion })} /></div>
      {build.status.kind === 'failed' && <ErrorNote error={build.status} />}
      <Detections build={build} />
      <div className="build-head">
        <h2>Output</h2>
        {build.status.kind === 'pending' && (
          <Button isSmall icon="stop" isPending={cancel.isPending} onClick={() => void cancel.run({ app: app.id, buildId: build.id })}>Cancel build</Button>
        )}
      </div>
      <ErrorNote error={cancel.error} />
      <BuildOutput buildId={build.id} isLive={build.status.kind === 'pending'} />
    </section>
  )
}
