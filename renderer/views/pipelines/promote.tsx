import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Shipment } from '../../../shared/protocol/pipelines.ts'
import { stageAfter, type Pipeline, type PipelineStage } from '../../../shared/domain/pipeline.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { useMirror } from '../../store/mirror.ts'
import { closeSheet } from '../../store/pipeline-desk.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { monthPrice, priceChangeWords, type PriceList } from '../../text/price.ts'
import { ShipmentFacts } from './shipment-facts.tsx'
import { usePrices } from '../../store/selectors.ts'

/** Shows what will ship, and what will not, before it does. */
export function Promote({ pipeline, app, stage }: { readonly pipeline: Pipeline; readonly app: App; readonly stage: PipelineStage }) {
  const apps = useMirror((mirror) => mirror.state.apps)
  const others = pipeline.couplings.flatMap(({ appId, stage: at }) => (appId === app.id || at === 'review' ? [] : [{ name: apps[appId]?.name ?? '', at }])).sort((a, b) => (a.name < b.name ? -1 : 1))
  const next = stageAfter(stage)
  const downstream = others.filter(({ at }) => at === next).map(({ name }) => name)
  const [to, setTo] = useState(downstream.length > 0 ? '' : (others[0]?.name ?? ''))
  const input = { app: app.name, ...(to === '' ? {} : { to: [to] }) }
  const names = to === '' ? downstream : [to]
  const moment = [app.currentVersion, ...Object.values(apps).map(({ currentVersion, updatedAt }) => `${currentVersion}.${updatedAt}`)].join()
  const diff = useAnswer('pipelines:diff', names.length === 0 ? null : input, 0, moment)
  const promote = useCommand('pipelines:promote')
  const source = diff.value?.source
  const prices = usePrices()
  return (
    <Confirm
      title={`Promote ${app.name}${source === undefined ? '' : `, v${source.version}`}`}
      action={`Promote to ${names.join(', ')}${diff.value === null ? '' : ` · ${priceChangeWords(priceOf(diff.value.targets, prices), prices)}`}`}
      isReady={names.length > 0 && diff.value !== null}
      isPending={promote.isPending}
      error={promote.error}
      onCancel={closeSheet}
      onConfirm={() => void promote.run(input).then((done) => done !== null && closeSheet())}
    >
      <label className="field pipelines-to">
        <span>To</span>
        <select className="input" aria-label="To" value={to} onChange={(event) => setTo(event.target.value)}>
          {downstream.length > 0 && <option value="">{next}: {downstream.join(', ')}</option>}
          {others.map(({ name, at }) => <option key={name} value={name}>only {name}, {at}</option>)}
        </select>
      </label>
      <ErrorNote error={diff.error} />
      {diff.value === null && diff.isPending && <p className="faint" role="status">Comparing the two.</p>}
      {diff.value !== null && diff.value.targets.map((shipment) => <ShipmentFacts key={shipment.app} source={diff.value?.source ?? null} shipment={shipment} />)}
      <CommandText text={equalCommand('pipelines:promote', input)} />
    </Confirm>
  )
}

/** Only an app that had no web yet starts dynos by it. */
const priceOf = (targets: readonly Shipment[], prices: PriceList): number => targets.reduce((sum, { starts }) => sum + monthPrice(starts, Object.keys(starts), prices), 0)
