import { useState } from 'react'
import { defaultDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import type { ReviewPreview } from '../../../shared/protocol/pipelines.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeSheet } from '../../store/pipeline-desk.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { monthPrice, priceChangeWords, type PriceList } from '../../text/price.ts'
import { useReviewApps } from './use-board.ts'
import { usePrices } from '../../store/selectors.ts'

/** A branch that was pushed, what app.json makes of it, and what it costs. */
export function CreateReview({ pipeline }: { readonly pipeline: Pipeline }) {
  const branches = useAnswer('reviewapps:branches', { pipeline: pipeline.id })
  const taken = useReviewApps(pipeline.id).filter(({ appId }) => appId !== null).map(({ branch }) => branch)
  const free = (branches.value?.branches ?? []).filter(({ branch }) => !taken.includes(branch))
  const [chosen, setChosen] = useState<string | null>(null)
  const entry = free.find(({ app, branch }) => `${app}/${branch}` === chosen) ?? free[0]
  const input = { pipeline: pipeline.name, branch: entry?.branch ?? '', app: entry?.app ?? '' }
  const preview = useAnswer('reviewapps:preview', entry === undefined ? null : input, 0, entry?.commit)
  const create = useCommand('reviewapps:create')
  const prices = usePrices()
  const price = preview.value === null ? 0 : priceOf(preview.value, prices)
  return (
    <Confirm
      title="Create a review app"
      action={`Create review app · ${priceChangeWords(price, prices)}`}
      isReady={entry !== undefined && preview.value !== null}
      isPending={create.isPending}
      error={create.error}
      onCancel={closeSheet}
      onConfirm={() => void create.run(input).then((done) => done !== null && closeSheet())}
    >
      <ErrorNote error={branches.error} />
      <div><Button isSmall icon="restart" isPending={branches.isPending} onClick={branches.again}>Look for branches again</Button></div>
      {branches.value !== null && entry === undefined && <p className="soft">No branch is here to make one of{taken.length > 0 ? ' that has none yet' : ''}. Push one to an app of the pipeline, for example: <code>git push dynarium my-branch</code>. It is stored, and not built.</p>}
      {entry !== undefined && (
        <label className="field pipelines-to">
          <span>Branch</span>
          <select className="input input-mono" aria-label="Branch" value={`${entry.app}/${entry.branch}`} onChange={(event) => setChosen(event.target.value)}>
            {free.map(({ app, branch }) => <option key={`${app}/${branch}`} value={`${app}/${branch}`}>{branch} of {app}</option>)}
          </select>
        </label>
      )}
      {entry !== undefined && <ErrorNote error={preview.error} />}
      {entry !== undefined && preview.value !== null && <PreviewFacts preview={preview.value} />}
      {entry !== undefined && <CommandText text={equalCommand('reviewapps:create', { pipeline: pipeline.name, branch: entry.branch })} />}
    </Confirm>
  )
}

function PreviewFacts({ preview }: { readonly preview: ReviewPreview }) {
  const { commit, subject, hasAppJson, config, formation, buildpacks, stack, postdeploy, predestroy, addOns, notes } = preview
  return (
    <dl className="changes">
      <dt>Code</dt>
      <dd className="soft"><code>{commit.slice(0, 7)}</code> {subject}</dd>
      <dt>app.json</dt>
      <dd className="soft">{hasAppJson ? 'Is there, and was read.' : 'Is not in the branch: the app gets what a new app gets.'}</dd>
      <dt>Config vars</dt>
      <dd className="soft">{config.length === 0 ? 'None.' : config.map(({ key, from }) => <span key={key} className="pipeline-key"><code>{key}</code> <span className="faint small">{from === 'pipeline' ? 'of the pipeline' : from === 'generated' ? 'made up, secret' : from === 'call' ? 'of this one alone' : 'of app.json'}</span></span>)}</dd>
      <dt>Dynos</dt>
      <dd className="soft">{formation.length === 0 ? 'One web dyno, if the Procfile has web.' : formation.map(({ type, quantity, size }) => `${type} ${quantity}${size === null ? '' : ` × ${size}`}`).join(', ')}</dd>
      <dt>Built on</dt>
      <dd className="soft">{stack}{buildpacks.length === 0 ? ', buildpack by detection' : `, ${buildpacks.join(', ')}`}</dd>
      {addOns.length > 0 && <><dt>Add-ons</dt><dd className="soft">{addOns.map(({ plan }) => plan).join(', ')}</dd></>}
      {postdeploy !== null && <><dt>After the first release</dt><dd><code>{postdeploy}</code></dd></>}
      {predestroy !== null && <><dt>Before it is destroyed</dt><dd><code>{predestroy}</code></dd></>}
      {notes.length > 0 && <><dt>Not made here</dt><dd><ul>{notes.map((note) => <li key={note} className="problem">{note}</li>)}</ul></dd></>}
    </dl>
  )
}

/** Micro-units a month, add-ons among them; one web dyno unless app.json says otherwise. */
function priceOf({ formation, addOns }: ReviewPreview, prices: PriceList): number {
  const wished = Object.fromEntries(formation.map(({ type, quantity, size }) => [type, { quantity, size: size ?? defaultDynoSize }]))
  const whole = { web: { quantity: 1, size: defaultDynoSize }, ...wished }
  return monthPrice(whole, Object.keys(whole), prices) + addOns.reduce((sum, { monthMicros }) => sum + (monthMicros ?? 0), 0)
}
