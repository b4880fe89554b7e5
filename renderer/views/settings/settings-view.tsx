import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Switch } from '../../components/switch.tsx'
import { useCommand } from '../../store/use-command.ts'
import { PushHelp } from '../deploy/push-help.tsx'
import { BuildpackSettings } from './buildpack-settings.tsx'
import { DestroyApp } from './destroy-app.tsx'
import { DomainSettings } from './domain-settings.tsx'
import { ExportFacts } from './export-facts.tsx'
import { RenameApp } from './rename-app.tsx'
import { RuntimeSettings } from './runtime-settings.tsx'
import { StackSettings } from './stack-settings.tsx'

export function SettingsView({ app }: { readonly app: App }) {
  return (
    <div className="view settings">
      <div className="view-head"><h1>Settings</h1></div>
      <RenameApp key={app.name} app={app} />
      <DomainSettings app={app} />
      <GitRemote app={app} />
      <Switches app={app} />
      <RuntimeSettings app={app} />
      <StackSettings app={app} />
      <BuildpackSettings app={app} />
      <BuildCache app={app} />
      <ExportFacts app={app} />
      <DestroyApp app={app} />
    </div>
  )
}

function GitRemote({ app }: { readonly app: App }) {
  return (
    <section className="setting" aria-label="Git remote">
      <div>
        <h2>Git remote</h2>
        <p className="soft">Where to push to. The address holds this platform's token: whoever has it can deploy here.</p>
      </div>
      <PushHelp app={app} />
    </section>
  )
}

function Switches({ app }: { readonly app: App }) {
  const maintenance = useCommand('maintenance:set')
  const preboot = useCommand('preboot:set')
  return (
    <>
      <section className="setting" aria-label="Maintenance mode">
        <div>
          <h2>Maintenance mode</h2>
          <p className="soft">Visitors get a maintenance page (H80) from the router. The dynos go on running.</p>
        </div>
        <div className="stack-8">
          <Switch label={app.maintenance ? 'On' : 'Off'} isOn={app.maintenance} isDisabled={maintenance.isPending} onChange={(on) => void maintenance.run({ app: app.id, on })} />
          <ErrorNote error={maintenance.error} />
        </div>
      </section>
      <section className="setting" aria-label="Preboot">
        <div>
          <h2>Preboot</h2>
          <p className="soft">New web dynos start beside the old ones and take over when they are up. Off: the old ones stop first, and requests wait.</p>
        </div>
        <div className="stack-8">
          <Switch label={app.preboot ? 'On' : 'Off'} isOn={app.preboot} isDisabled={preboot.isPending} onChange={(on) => void preboot.run({ app: app.id, on })} />
          <ErrorNote error={preboot.error} />
        </div>
      </section>
    </>
  )
}

function BuildCache({ app }: { readonly app: App }) {
  const purge = useCommand('builds:cache:purge')
  return (
    <section className="setting" aria-label="Build cache">
      <div>
        <h2>Build cache</h2>
        <p className="soft">What buildpacks keep between builds. Without it the next build is slower and clean.</p>
      </div>
      <div className="stack-8">
        <div><Button isPending={purge.isPending} onClick={() => void purge.run({ app: app.id })}>Purge build cache</Button></div>
        <ErrorNote error={purge.error} />
      </div>
    </section>
  )
}
