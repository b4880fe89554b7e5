import { useEffect, useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Build, Release } from '../../../shared/domain/build.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { markOf } from '../../scene/dyno-mark.ts'
import type { LaneStep, LaneStepName } from '../../scene/push-lane.ts'
import { replayed, replayPlan, speedWords } from '../../scene/replay.ts'
import { stepInFocus, type TheatreStep } from '../../scene/theatre.ts'
import { timeBar } from '../../scene/time-bar.ts'
import { Theatre } from '../../stage/theatre.tsx'
import type { CastMark } from '../../stage/theatre-shapes.tsx'
import { useDynos } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'
import { useReplay } from '../../store/use-replay.ts'
import { sourceWords } from '../../text/words.ts'
import { BuildList } from './build-list.tsx'
import { BuildOutput } from './build-output.tsx'
import { StepDetail } from './step-detail.tsx'
import { TimeShares } from './time-shares.tsx'
import { usePush } from './use-push.ts'

type BuildDetailProps = { readonly app: App; readonly build: Build; readonly builds: readonly Build[] }

export function BuildDetail({ app, build, builds }: BuildDetailProps) {
  const push = usePush(app, build, builds)
  const [chosen, setChosen] = useState<LaneStepName | null>(null)
  const [sought, setSought] = useState<{ readonly line: number } | null>(null)
  const dynos = useDynos(app.id)
  const bar = useMemo(() => timeBar(push.steps), [push.steps])
  const { plan, replay } = usePlayedAgain(push.steps)
  const steps = plan === null || replay.at === null ? push.steps : replayed(push.steps, plan, replay.at).map((step, index) => withLines(step, push.steps[index]))
  const shown = replay.at === null ? (chosen ?? stepInFocus(push.steps)) : stepInFocus(steps)
  const part = shown === 'dynos' ? null : push.parts[shown]
  const choose = (name: LaneStepName): void => {
    replay.stop()
    setChosen(name)
    const range = name === 'dynos' ? null : push.parts[name]
    if (range !== null && range.to > range.from) setSought({ line: range.from })
  }
  const isOver = !push.steps.some((step) => step.state === 'active')
  return (
    <section className="build" aria-label={`Build of ${sourceWords(build.source)}`}>
      <div className="panel theatre-panel">
        <Theatre
          steps={steps}
          commit={build.source.kind === 'git' ? build.source.commit : null}
          version={isShown(steps, 'release') ? (push.release?.version ?? null) : null}
          configCount={push.release === null || !isShown(steps, 'slug') ? null : Object.keys(push.release.config).length}
          marks={isShown(steps, 'dynos') ? marksOf(push.release, dynos, replay.at === null) : []}
          shown={shown}
          fillMs={plan === null || replay.at === null ? null : (plan.stages[replay.at]?.ms ?? null)}
          onChoose={choose}
        />
        <div className="theatre-foot">
          {!isOver && <Going startedAt={build.startedAt} steps={push.steps} />}
          {isOver && bar !== null && <TimeShares bar={bar} shown={shown} onChoose={choose} />}
          {build.status.kind === 'pending' && <Cancel app={app} build={build} />}
          {isOver && plan !== null && (
            replay.at === null
              ? <Button isSmall icon="play" onClick={replay.start}>Replay</Button>
              : <Button isSmall icon="stop" onClick={replay.stop}>Stop replay</Button>
          )}
        </div>
        {plan !== null && replay.at !== null && <p className="theatre-replay small" role="status">Replay, {speedWords(plan.speed)}</p>}
      </div>
      <div className="deploy">
        <BuildList app={app} builds={builds} chosen={build} />
        <StepDetail push={push} name={shown} onSeek={(line) => setSought({ line })} />
        <BuildOutput lines={push.lines} isCut={push.output?.isCut === true} isLive={build.status.kind === 'pending'} part={part} sought={sought} />
      </div>
    </section>
  )
}

/** Moves by itself only where motion is welcome; the walk itself is the same. */
function usePlayedAgain(steps: readonly TheatreStep[]) {
  const key = steps.map((step) => step.tookMs ?? '').join()
  const plan = useMemo(() => replayPlan(steps), [key])
  const replay = useReplay(plan)
  const { stop } = replay
  useEffect(() => stop, [stop])
  return { plan, replay }
}

function withLines(step: LaneStep, whole: TheatreStep | undefined): TheatreStep {
  return { ...step, lines: step.state === 'waiting' ? [] : (whole?.lines ?? []), expectedMs: null }
}

const isShown = (steps: readonly TheatreStep[], name: LaneStepName): boolean => steps.find((step) => step.name === name)?.state !== 'waiting'

/** What of the release runs now. In a replay they are all on their way. */
function marksOf(release: Release | null, dynos: readonly Dyno[], isNow: boolean): CastMark[] {
  if (release === null) return []
  const own = dynos.filter((dyno) => dyno.version === release.version && dyno.kind === 'formation')
  return own.map((dyno) => {
    const { kind, since, expectedMs } = markOf(dyno, null)
    return isNow ? { key: dyno.id, kind, since, expectedMs } : { key: dyno.id, kind: 'starting' }
  })
}

/** Honest progress: how long it has gone on, and how long it took the last time. */
function Going({ startedAt, steps }: { readonly startedAt: number; readonly steps: readonly TheatreStep[] }) {
  const now = useNow(1000)
  const lastMs = steps.reduce((sum, { expectedMs }) => sum + (expectedMs ?? 0), 0)
  return <p className="theatre-going small">Going on for {duration(Math.max(1000, Math.floor((now - startedAt) / 1000) * 1000))}.{lastMs > 0 && <> The last push took {duration(lastMs)} in all.</>}</p>
}

function Cancel({ app, build }: { readonly app: App; readonly build: Build }) {
  const cancel = useCommand('builds:cancel')
  return (
    <>
      <ErrorNote error={cancel.error} />
      <Button isSmall icon="stop" isPending={cancel.isPending} onClick={() => void cancel.run({ app: app.id, buildId: build.id })}>Cancel build</Button>
    </>
  )
}

