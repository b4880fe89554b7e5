import type { ReactNode } from 'react'
import { duration } from '../../../shared/text/time.ts'
import { StateMark } from '../../components/state-mark.tsx'
import type { LaneStepName } from '../../scene/push-lane.ts'
import type { TheatreStep } from '../../scene/theatre.ts'
import { markOfStep } from '../../stage/theatre.tsx'
import { CommitStep } from './commit-step.tsx'
import { CompileStep } from './compile-step.tsx'
import { Detections } from './detections.tsx'
import { DynosStep } from './dynos-step.tsx'
import { PushFailure } from './push-failure.tsx'
import { ReleaseStep } from './release-step.tsx'
import { SlugStep } from './slug-step.tsx'
import type { Push } from './use-push.ts'

const titles: Readonly<Record<LaneStepName, string>> = {
  commit: 'The commit', detect: 'Which buildpack', compile: 'Compile', slug: 'The slug', release: 'The release', dynos: 'The dynos',
}
const words: Readonly<Record<TheatreStep['state'], string>> = { done: 'done', active: 'under way', waiting: 'not begun', failed: 'failed' }

type StepDetailProps = { readonly push: Push; readonly name: LaneStepName; onSeek(line: number): void }

/** What is known of one step. */
export function StepDetail({ push, name, onSeek }: StepDetailProps) {
  const step = push.steps.find((entry) => entry.name === name)
  if (step === undefined) return null
  return (
    <section className="step-detail" aria-label={titles[name]}>
      <div className="build-head">
        <h2>{titles[name]}</h2>
        <StateMark kind={markOfStep[step.state]} word={words[step.state]} size={12} />
        {step.state === 'active' && step.expectedMs !== null && <span className="faint small">took {duration(step.expectedMs)} last time</span>}
      </div>
      <div className="step-body stack-12">
        {step.state === 'failed' && <PushFailure push={push} name={name} onSeek={onSeek} />}
        {step.state === 'waiting' ? <p className="faint">{waitingWords(push, name)}</p> : bodyOf(push, name)}
      </div>
    </section>
  )
}

function bodyOf(push: Push, name: LaneStepName): ReactNode {
  switch (name) {
    case 'commit':
      return <CommitStep push={push} />
    case 'detect':
      return <Detections build={push.build} />
    case 'compile':
      return <CompileStep push={push} />
    case 'slug':
      return <SlugStep push={push} />
    case 'release':
      return <ReleaseStep push={push} />
    case 'dynos':
      return <DynosStep push={push} />
  }
}

const purposes: Readonly<Record<LaneStepName, string>> = {
  commit: 'The source that was pushed.',
  detect: 'Each buildpack is asked whether the source is its own. The first yes wins.',
  compile: 'The buildpack turns the source into something that runs: it installs what the app needs.',
  slug: 'The built app is packed into one archive, the slug, named by the hash of its content.',
  release: 'Slug and config vars together become a release with the next number.',
  dynos: 'The dynos of the formation start on the new release, and take over when they are up.',
}

function waitingWords(push: Push, name: LaneStepName): string {
  const failed = push.steps.find((step) => step.state === 'failed')
  return `${purposes[name]} ${failed === undefined ? 'It has not come to that yet.' : `It did not come to that: ${failed.name} failed.`}`
}
