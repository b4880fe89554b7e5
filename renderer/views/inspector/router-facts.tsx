import type { App } from '../../../shared/domain/app.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAppAddress, useDynos } from '../../store/selectors.ts'

export function RouterFacts({ app }: { readonly app: App }) {
  const dynos = useDynos(app.id)
  const address = useAppAddress(app)
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  const targets = dynos.filter((dyno) => dyno.type === 'web' && dyno.version === app.routedVersion && dyno.state.kind === 'up' && dyno.stopping === null)
  return (
    <section>
      <p className="soft">Takes every request to this app and gives it to one live web dyno, chosen at random.</p>
      <dl className="facts side-gap">
        <dt>Hosts</dt>
        <dd className="mono">{[address, ...app.domains.map((domain) => domain.hostname)].filter((host) => host !== null).join(', ')}</dd>
        <dt>Port</dt>
        <dd className="mono">{port ?? 'not known'}</dd>
        <dt>Release</dt>
        <dd>{app.routedVersion === 0 ? 'none' : <code>v{app.routedVersion}</code>}</dd>
        <dt>Targets</dt>
        <dd className="mono">{targets.length === 0 ? 'none' : targets.map((dyno) => dyno.name).join(', ')}</dd>
        <dt>Maintenance</dt>
        <dd>{app.maintenance ? 'on: visitors get H80' : 'off'}</dd>
      </dl>
    </section>
  )
}
