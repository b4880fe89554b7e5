import { useEffect, useState } from 'react'
import { defaultDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { Sample } from '../../../shared/protocol/calls.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { call, useConnection } from '../../store/connection.ts'
import { deploySource } from '../../store/deploy.ts'
import { useMirror } from '../../store/mirror.ts'
import { servicesMissing } from '../../store/sample-add-ons.ts'
import { usePrices } from '../../store/selectors.ts'
import { useCatalogue, type Market } from '../../store/use-catalogue.ts'
import { useAttempt } from '../../store/use-command.ts'
import { listWords, planAddsWords } from '../../text/addon-words.ts'
import { sizePriceWords, type PriceList } from '../../text/price.ts'

/** Small real apps that ship with Dynarium, one a language. */
export function SampleGallery({ isFirst, appId = null }: { readonly isFirst: boolean; readonly appId?: string | null }) {
  const samples = useSamples()
  const prices = usePrices()
  const { market } = useCatalogue()
  const state = useMirror((mirror) => mirror.state)
  if (samples.length === 0) return null
  return (
    <section className="samples" aria-label="Samples">
      <div className="samples-head">
        <h2>{isFirst ? 'Start with a sample' : 'Samples'}</h2>
        <p className="faint">Each deploys {appId === null ? 'to a new app' : 'to this app'} and starts one web dyno at {sizePriceWords(defaultDynoSize, 1, prices)}. None needs a network but those that say so.</p>
      </div>
      <ul>
        {samples.map((sample) => <SampleRow key={sample.id} sample={sample} appId={appId} addOns={addOnWords(sample, market, state, appId, prices)} />)}
      </ul>
    </section>
  )
}

type SampleRowProps = { readonly sample: Sample; readonly appId: string | null; readonly addOns: string | null }

function SampleRow({ sample, appId, addOns }: SampleRowProps) {
  const { attempt, isPending, error } = useAttempt()
  return (
    <li className="sample" data-testid={`sample-${sample.id}`}>
      <div className="sample-text">
        <b>{sample.title}</b>
        <span className="soft">{sample.blurb}</span>
        {addOns !== null && <span className="faint">{addOns}</span>}
      </div>
      <Button isPending={isPending} aria-label={`Deploy ${sample.title}`} onClick={() => void attempt(() => deploySource(appId, { kind: 'sample', sample: sample.id }))}>Deploy</Button>
      {error !== null && <ErrorNote error={error} />}
    </li>
  )
}

/** What is made with it, and what that adds to the bill; null where nothing is. */
function addOnWords({ addOns = [] }: Sample, market: Market | null, state: PlatformState, appId: string | null, prices: PriceList): string | null {
  const missing = appId === null ? addOns : servicesMissing(state, appId, addOns)
  if (market === null || missing.length === 0) return null
  const known = missing.flatMap((slug) => market.serviceOf(slug) ?? [])
  const micros = known.map(({ slug, usualPlan }) => market.priceOf(slug, usualPlan[state.era]))
  const sum = micros.some((one) => one === null) ? null : micros.reduce<number>((all, one) => all + (one ?? 0), 0)
  return `Comes with ${listWords(known.map(({ title }) => title))}: ${planAddsWords(sum, prices)}`
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
