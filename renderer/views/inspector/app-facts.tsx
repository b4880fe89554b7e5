import type { App } from '../../../shared/domain/app.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { byteSize, money } from '../../../shared/text/amounts.ts'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useAppAddOns } from '../../store/addons.ts'
import { useCurrentSlug, useMonthPrice, usePrices, useReleases } from '../../store/selectors.ts'
import { select } from '../../store/ui.ts'
import { addOnMark } from '../../text/addon-words.ts'
import { monthPartsWords } from '../../text/price.ts'
import { slugContents } from '../../text/slug-words.ts'
import { PushHelp } from '../deploy/push-help.tsx'
import { AppActions } from './app-actions.tsx'

/** By the names the app has them under. */
function AddOnsOf({ app }: { readonly app: App }) {
  const addOns = useAppAddOns(app.id)
  if (addOns.length === 0) return null
  return (
    <section>
      <h3>Add-ons</h3>
      <ul className="stack-8">{addOns.map(({ id, name, service, state, names }) => <li key={id} className="actions"><AddOnShape service={service} state={state} size={20} /><Button look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'addon', id, name })}>{names[0] ?? name}</Button><StateMark {...addOnMark(state)} /></li>)}</ul>
    </section>
  )
}

export function AppFacts({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  const price = useMonthPrice(app)
  const prices = usePrices()
  const parts = monthPartsWords(price, prices)
  const release = useReleases(app.id).find((entry) => entry.version === app.currentVersion) ?? null
  const buildpacks = app.buildpacks.length > 0 ? app.buildpacks.join(', ') : app.detectedBuildpack
  return (
    <>
      <section>
        <dl className="facts">
          <dt>Release</dt>
          <dd>{release === null ? 'none yet' : <><Button look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'release', version: release.version })}>v{release.version}</Button> {release.description}</>}</dd>
          {release !== null && <><dt>Released</dt><dd><Moment at={release.createdAt} /> by {release.by}</dd></>}
          {slug !== null && <><dt>Slug</dt><dd>{byteSize(slug.bytes)}, {slugContents(slug)}</dd></>}
          {slug?.language != null && <><dt>Language</dt><dd>{slug.language}</dd></>}
          <dt>Price</dt>
          <dd>{money(price.dynos + price.addOns, prices.currency)} for a full month{parts === '' ? '' : `: ${parts}`}</dd>
          <dt>Buildpack</dt>
          <dd>{app.stack === containerStack ? 'none: heroku.yml names Dockerfiles' : (buildpacks ?? 'detected at the first build')}</dd>
          <dt>Stack</dt>
          <dd>{app.stack}</dd>
          <dt>Preboot</dt>
          <dd>{app.preboot ? 'on' : 'off'}</dd>
          <dt>Maintenance</dt>
          <dd>{app.maintenance ? 'on: visitors get H80' : 'off'}</dd>
          <dt>Created</dt>
          <dd><Moment at={app.createdAt} /></dd>
        </dl>
      </section>
      {slug !== null && <section><AppActions app={app} /></section>}
      <AddOnsOf app={app} />
      {app.domains.length > 0 && (
        <section>
          <h3>Domains</h3>
          <ul className="stack-8">{app.domains.map((domain) => <li key={domain.id} className="mono">{domain.hostname}</li>)}</ul>
        </section>
      )}
      {slug !== null && (
        <section>
          <h3>Push with git</h3>
          <PushHelp app={app} />
        </section>
      )}
    </>
  )
}
