import { useEffect, useState } from 'react'
import { defaultDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Sample } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { call, useConnection } from '../../store/connection.ts'
import { deploySource } from '../../store/deploy.ts'
import { usePrices } from '../../store/selectors.ts'
import { useAttempt } from '../../store/use-command.ts'
import { sizePriceWords } from '../../text/price.ts'

/** Small real apps that ship with Dynarium, one a language. */
export function SampleGallery({ isFirst, appId = null }: { readonly isFirst: boolean; readonly appId?: string | null }) {
  const samples = useSamples()
  const prices = usePrices()
  if (samples.length === 0) return null
  return (
    <section className="samples" aria-label="Samples">
      <div className="samples-head">
        <h2>{isFirst ? 'Start with a sample' : 'Samples'}</h2>
        <p className="faint">Each deploys {appId === null ? 'to a new app' : 'to this app'}, starts one web dyno at {sizePriceWords(defaultDynoSize, 1, prices)} and needs no network.</p>
      </div>
      <ul>
        {samples.map((sample) => <SampleRow key={sample.id} sample={sample} appId={appId} />)}
      </ul>
    </section>
  )
}

type SampleRowProps = { readonly sample: Sample; readonly appId: string | null }

function SampleRow({ sample, appId }: SampleRowProps) {
  const { attempt, isPending, error } = useAttempt()
  return (
    <li className="sample" data-testid={`sample-${sample.id}`}>
      <div className="sample-text">
        <b>{sample.title}</b>
        <span className="soft">{sample.blurb}</span>
      </div>
      <Button isPending={isPending} aria-label={`Deploy ${sample.title}`} onClick={() => void attempt(() => deploySource(appId, { kind: 'sample', sample: sample.id }))}>Deploy</Button>
      {error !== null && <ErrorNote error={error} />}
    </li>
  )
}

function useSamples(): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  useEffect(() => {
    if (!isReady) return
    let isWanted = true
    call('samples:list', {}).then(
      (answer) => isWanted && setSamples(answer.samples),
      (error: unknown) => console.warn(error),
    )
    return () => {
      isWanted = false
    }
  }, [isReady])
  return samples
}
