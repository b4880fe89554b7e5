import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { dynoCodes } from '../../../shared/errors/dyno-codes.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { markOf, stateLine } from '../../scene/dyno-mark.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { DynoCharts } from './dyno-charts.tsx'

export function DynoFacts({ app, dyno }: { readonly app: App; readonly dyno: Dyno }) {
  const mark = markOf(dyno, null)
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
        <h3>Facts</h3>
        <dl className="facts">
          <dt>Release</dt><dd className="mono">v{dyno.version}</dd>
          <dt>Command</dt><dd className="mono">{dyno.command}</dd>
          <dt>Size</dt><dd>{findDynoSize(dyno.size)?.label ?? dyno.size}</dd>
          <dt>Runtime</dt><dd>{dyno.runtime}</dd>
          <dt>Process id</dt><dd className="mono">{dyno.pid ?? 'none'}</dd>
          {dyno.address !== null && <><dt>Address</dt><dd className="mono">{dyno.address.host}:{dyno.address.port}</dd></>}
          <dt>Boot time</dt><dd>{dyno.bootMs === null ? 'not up yet' : duration(dyno.bootMs)}</dd>
          {dyno.crashes > 0 && <><dt>Crashes</dt><dd>{dyno.crashes} in a row</dd></>}
        </dl>
      </section>
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

function DynoActions({ app, dyno }: { readonly app: App; readonly dyno: Dyno }) {
  const restart = useCommand('ps:restart')
  const stop = useCommand('ps:stop')
  const isFormation = dyno.kind === 'formation'
  return (
    <>
      <div className="actions side-gap">
        {isFormation && <Button icon="restart" isPending={restart.isPending} onClick={() => void restart.run({ app: app.id, dyno: dyno.name })}>Restart {dyno.name}</Button>}
        <Button icon="stop" isPending={stop.isPending} title={isFormation ? 'It stops, and the platform starts another in its place.' : 'It ends.'} onClick={() => void stop.run({ app: app.id, dyno: dyno.name })}>Stop</Button>
      </div>
      <ErrorNote error={restart.error ?? stop.error} />
    </>
  )
}

function CodeLine({ code }: { readonly code: string }) {
  const known = Object.hasOwn(dynoCodes, code) ? dynoCodes[code as keyof typeof dynoCodes] : null
  return <><code>{code}</code> {known === null ? '' : <>{known.title}. <span className="soft">{known.meaning}</span></>}</>
}
