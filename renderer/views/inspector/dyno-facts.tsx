import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { dynoCodes } from '../../../shared/errors/dyno-codes.ts'
import { containerName } from '../../../shared/domain/runtime.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { markOf, stateLine } from '../../scene/dyno-mark.ts'
import { select, showView, useUi } from '../../store/ui.ts'
import { useNow } from '../../store/use-now.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { DynoActions } from './dyno-actions.tsx'
import { DynoCharts } from './dyno-charts.tsx'
import { DynoLog } from './dyno-log.tsx'
import { DynoResize } from './dyno-resize.tsx'

export function DynoFacts({ app, dyno }: { readonly app: App; readonly dyno: Dyno }) {
  const mark = markOf(dyno, null)
  const isOnMap = useUi((ui) => ui.view === 'map')
  return (
    <>
      <section>
        <StateMark kind={mark.kind} word={mark.word} since={mark.since} expectedMs={mark.expectedMs} />
        <StateText dyno={dyno} />
        <DynoActions app={app} dyno={dyno} />
      </section>
      <section>
        <DynoCharts app={app} dyno={dyno} />
      </section>
      {dyno.errors.length > 0 && (
        <section>
          <h3>Errors since its start</h3>
          <ul className="stack-8">{[...new Set(dyno.errors)].map((code) => <li key={code}><CodeLine code={code} /></li>)}</ul>
        </section>
      )}
      <section>
        <DynoLog app={app} name={dyno.name} />
      </section>
      <section>
        <h3>Facts</h3>
        <dl className="facts">
          <dt>Release</dt><dd><Button look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'release', version: dyno.version })}>v{dyno.version}</Button></dd>
          <dt>Command</dt><dd className="mono">{dyno.command}</dd>
          <dt>Size</dt><dd>{findDynoSize(dyno.size)?.label ?? dyno.size}</dd>
          <dt>Runtime</dt><dd>{dyno.runtime}</dd>
          {dyno.runtime === 'docker' && <><dt>Container</dt><dd className="mono">{containerName(app.name, dyno.name, dyno.id)}</dd></>}
          <dt>Process id</dt><dd className="mono">{dyno.pid ?? 'none'}</dd>
          {dyno.address !== null && <><dt>Address</dt><dd className="mono">{dyno.address.host}:{dyno.address.port}</dd></>}
          <dt>Boot time</dt><dd>{dyno.bootMs === null ? 'not up yet' : duration(dyno.bootMs)}</dd>
          {dyno.crashes > 0 && <><dt>Crashes</dt><dd>{dyno.crashes} in a row</dd></>}
        </dl>
        {!isOnMap && (
          <div className="side-gap">
            <Button isSmall icon="map" onClick={() => {
              showView('map')
              select({ kind: 'dyno', id: dyno.id, name: dyno.name })
            }}>Show it on the map</Button>
          </div>
        )}
      </section>
      {dyno.kind === 'formation' && (
        <section>
          <DynoResize key={dyno.type} app={app} type={dyno.type} />
        </section>
      )}
      <section>
        <h3>Why is it so?</h3>
        <WhyChain key={dyno.seq} seq={dyno.seq} />
      </section>
    </>
  )
}

function StateText({ dyno }: { readonly dyno: Dyno }) {
  const now = useNow(1000)
  const line = stateLine(dyno, now)
  return <p className="soft side-line">{line.charAt(0).toUpperCase() + line.slice(1)}</p>
}

function CodeLine({ code }: { readonly code: string }) {
  const known = Object.hasOwn(dynoCodes, code) ? dynoCodes[code as keyof typeof dynoCodes] : null
  return <><code>{code}</code> {known === null ? '' : <>{known.title}. <span className="soft">{known.meaning}</span></>}</>
}
