import { useState } from 'react'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { ReviewConfig } from './review-config.tsx'

/** How review apps are made, the name, and the end. */
export function PipelineSettings({ pipeline }: { readonly pipeline: Pipeline }) {
  return (
    <section className="panel" aria-labelledby="pipeline-settings">
      <div className="panel-head"><h2 id="pipeline-settings">Settings of {pipeline.name}</h2></div>
      <div className="panel-body stack-16">
        <Branches pipeline={pipeline} />
        <ReviewConfig pipeline={pipeline} />
        <Rename pipeline={pipeline} />
        <Destroy pipeline={pipeline} />
      </div>
    </section>
  )
}

function Branches({ pipeline }: { readonly pipeline: Pipeline }) {
  const apps = useMirror((mirror) => mirror.state.apps)
  const enable = useCommand('reviewapps:enable')
  const { automatic, parentId } = pipeline.review
  const parents = pipeline.couplings.filter(({ stage }) => stage !== 'review').map(({ appId }) => apps[appId]).filter((app) => app !== undefined)
  return (
    <div className="pipeline-setting">
      <div><h3>Review apps</h3><p className="soft small">Branches other than main are stored when they are pushed, and not built.</p></div>
      <div className="stack-8">
        <Switch label="A pushed branch gets a review app by itself" isOn={automatic} isDisabled={enable.isPending} onChange={(isOn) => void enable.run({ pipeline: pipeline.id, automatic: isOn })} />
        <label className="field pipelines-to">
          <span>Whose branches</span>
          <select className="input" aria-label="Whose branches" value={parentId ?? ''} onChange={(event) => event.target.value !== '' && void enable.run({ pipeline: pipeline.id, app: event.target.value })}>
            {parentId === null && <option value="">any app of the pipeline</option>}
            {parents.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        <ErrorNote error={enable.error} />
      </div>
    </div>
  )
}

function Rename({ pipeline }: { readonly pipeline: Pipeline }) {
  const [name, setName] = useState(pipeline.name)
  const rename = useCommand('pipelines:rename')
  return (
    <form className="pipeline-setting" aria-label="Rename" onSubmit={(event) => { event.preventDefault(); void rename.run({ pipeline: pipeline.id, name }) }}>
      <div><h3>Name</h3><p className="soft small">Review apps that are made from now on begin with it.</p></div>
      <div className="stack-8">
        <div className="pipeline-line">
          <Field label="Name of the pipeline" isLabelHidden isMono value={name} onChange={(event) => { setName(event.target.value); rename.clear() }} />
          <Button type="submit" disabled={name === pipeline.name || name === ''} isPending={rename.isPending}>Rename</Button>
        </div>
        <ErrorNote error={rename.error} />
      </div>
    </form>
  )
}

function Destroy({ pipeline }: { readonly pipeline: Pipeline }) {
  const [isAsking, setAsking] = useState(false)
  const button = useFocusAfter(isAsking)
  const destroy = useCommand('pipelines:destroy')
  return (
    <div className="pipeline-setting">
      <div><h3>Destroy</h3><p className="soft small">Its apps stay as they are.</p></div>
      {isAsking ? (
        <Confirm title={`Destroy pipeline ${pipeline.name}`} action={`Destroy ${pipeline.name}`} isDangerous isPending={destroy.isPending} error={destroy.error} onConfirm={() => void destroy.run({ pipeline: pipeline.id })} onCancel={() => setAsking(false)}>
          <p className="soft">Lost are its stages, its promotions, and the config vars for review apps.</p>
        </Confirm>
      ) : <div><Button ref={button} look="danger" icon="trash" onClick={() => setAsking(true)}>Destroy pipeline</Button></div>}
    </div>
  )
}
