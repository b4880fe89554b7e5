import { dynoSizes, type Era } from '../../../shared/domain/dyno-sizes.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { licences } from './licences.ts'
import { modelledBy } from './modelled.ts'
import { Preference } from './preference.tsx'
import { Segments } from './segments.tsx'

const eraNotes: Readonly<Record<Era, string>> = {
  classic: 'Heroku as it was in 2018',
  current: 'Heroku as it is today',
}

/** Which time's rules hold. It is a fact of the platform, so every window has the same. */
export function EraPreference() {
  const era = useMirror((mirror) => mirror.state.era)
  const setEra = useCommand('era:set')
  const own = dynoSizes.filter((size) => size.eras.length === 1 && size.eras[0] === era).map((size) => size.label)
  return (
    <Preference title="Era" note="Which time’s dyno sizes, prices and documented rules apply. It changes no app by itself.">
      <Segments label="Which era" value={era} options={[['current', 'Current'], ['classic', 'Classic']]} onChange={(choice) => void setEra.run({ era: choice })} />
      <p className="soft small">{eraNotes[era]}: {own.join(', ')} {own.length === 1 ? 'is' : 'are'} offered in this era only.</p>
      <ErrorNote error={setEra.error} />
    </Preference>
  )
}

/** Where things are kept, and the promise that goes with it. */
export function KeptHere() {
  const info = useMirror((mirror) => mirror.info)
  return (
    <Preference title="What is kept, and where" note="Nothing leaves this machine: there is no account, no telemetry, and no call home. Apps reach out only where their own code does.">
      {info === null ? <p className="faint">The data folder is not known until the engine answers.</p> : (
        <>
          <div className="copy-line"><code title={info.dataDir}>{info.dataDir}</code><CopyButton text={info.dataDir} label="the data folder" /></div>
          <dl className="facts small">
            <dt><code>journal.db</code></dt><dd>every fact, in order: apps, releases, dynos, config vars</dd>
            <dt><code>slugs/</code></dt><dd>built apps</dd>
            <dt><code>repos/</code></dt><dd>the git repositories you push to</dd>
            <dt><code>logs/</code></dt><dd>log lines and build output, the newest of them</dd>
            <dt><code>cache/</code></dt><dd>what builds keep for the next one</dd>
            <dt><code>engine.log</code></dt><dd>what went wrong inside Dynarium itself</dd>
          </dl>
          <p className="faint small">How this window looks is kept by the window. To begin anew, quit Dynarium and remove the folder.</p>
        </>
      )}
    </Preference>
  )
}

export function WhatIsModelled() {
  const runtime = useMirror((mirror) => mirror.state.session?.runtime ?? mirror.info?.runtime ?? null)
  if (runtime === null) return null
  return (
    <Preference title="What is modelled" note={<>The runtime now is <b>{runtime}</b>. This is real, and this is a likeness.</>}>
      <dl className="facts modelled">
        {modelledBy(runtime).map(({ what, here }) => [<dt key={what}>{what}</dt>, <dd key={`${what} here`}>{here}</dd>])}
      </dl>
    </Preference>
  )
}

export function AboutDynarium() {
  const info = useMirror((mirror) => mirror.info)
  const browser = /(Chrome|Firefox|Version)\/(\d+)/.exec(navigator.userAgent)
  return (
    <Preference title="About" note="Dynarium is free software under the MIT licence. It is not made by Heroku, and Heroku’s names are Heroku’s.">
      <dl className="facts">
        <dt>Dynarium</dt><dd className="mono">{info?.version ?? 'not known yet'}</dd>
        <dt>Window</dt><dd className="mono">{browser === null ? 'not known' : `${browser[1] ?? ''} ${browser[2] ?? ''}`}</dd>
        {info !== null && <><dt>Machine</dt><dd className="mono">{info.platform}, {info.machine.cores} cores, {byteSize(info.machine.memoryBytes)}</dd></>}
      </dl>
      <details className="preference-more">
        <summary>Made with, and their licences</summary>
        <dl className="facts small">
          {licences.map(([name, licence]) => [<dt key={name}>{name}</dt>, <dd key={`${name} licence`}>{licence}</dd>])}
        </dl>
      </details>
    </Preference>
  )
}
