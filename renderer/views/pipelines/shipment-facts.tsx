import type { CallOutput } from '../../../shared/protocol/calls.ts'
import type { ConfigDifference, Shipment } from '../../../shared/protocol/pipelines.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { monthPrice, priceChangeWords } from '../../text/price.ts'
import { CommitList } from './commit-list.tsx'
import { usePrices } from '../../store/selectors.ts'

type Source = CallOutput<'pipelines:diff'>['source']

/** What one target gets, and what stays as it is there. */
export function ShipmentFacts({ source, shipment }: { readonly source: Source | null; readonly shipment: Shipment }) {
  const { app, stage, now, code, types, starts, releaseCommand, config, unlike, isSameSlug } = shipment
  const prices = usePrices()
  return (
    <section className="pipeline-shipment" aria-label={`What ${app} gets`}>
      <h3>{app} <span className="faint">{stage}, now v{now.version}</span></h3>
      <dl className="changes">
        <dt>Code</dt>
        <dd><Code source={source?.app ?? ''} app={app} code={code} isSameSlug={isSameSlug} /></dd>
        <dt>Slug</dt>
        <dd className="soft"><SlugWords slugId={now.slugId} bytes={now.bytes} /> → <SlugWords slugId={source?.slugId ?? null} bytes={source?.bytes ?? null} />. Not built again.</dd>
        <dt>Process types</dt>
        <dd><Types types={types} /></dd>
        <dt>Release command</dt>
        <dd className="soft">{releaseCommand === null ? 'None: the release takes over at once.' : <>Runs in {app} first: <code>{releaseCommand}</code>. If it fails, {app} keeps v{now.version}.</>}</dd>
        <dt>Does not ship</dt>
        <dd><Config source={source?.app ?? ''} app={app} config={config} /></dd>
        <dt>Price</dt>
        <dd className="soft">{priceChangeWords(monthPrice(starts, Object.keys(starts), prices), prices)}{Object.entries(starts).map(([type, { quantity, size }]) => `: ${app} starts ${quantity} ${type} dyno of size ${size}, as it had none`).join('')}</dd>
        {unlike.length > 0 && <><dt>Unlike there</dt><dd><ul>{unlike.map((sentence) => <li key={sentence} className="problem">{sentence}</li>)}</ul></dd></>}
      </dl>
    </section>
  )
}

function SlugWords({ slugId, bytes }: { readonly slugId: string | null; readonly bytes: number | null }) {
  return slugId === null ? <>none</> : <><code>{slugId.slice(7, 19)}</code>{bytes === null ? '' : ` ${byteSize(bytes)}`}</>
}

type CodeProps = { readonly source: string; readonly app: string; readonly code: Shipment['code']; readonly isSameSlug: boolean }

function Code({ source, app, code, isSameSlug }: CodeProps) {
  switch (code.kind) {
    case 'same':
      return <span className="soft">{isSameSlug ? `${app} runs this very slug already. Promoting makes one more release of it.` : 'The same commit, built anew.'}</span>
    case 'unknown':
      return <span className="soft">{code.why} So no commits can be compared.</span>
    case 'unrelated':
      return <span className="problem">The histories of {source} and {app} have no commit in common, so what changes can not be told by commits.</span>
    case 'related':
      return (
        <div className="stack-8">
          <span className="soft">{code.aheadCount === 0 ? `Nothing that ${app} has not.` : `${commits(code.aheadCount)} that ${app} has not:`}</span>
          {code.aheadCount > 0 && <CommitList commits={code.ahead} count={code.aheadCount} />}
          {code.behindCount > 0 && <><span className="problem">{commits(code.behindCount)} of {app} would be taken back:</span><CommitList commits={code.behind} count={code.behindCount} /></>}
        </div>
      )
  }
}

const commits = (count: number): string => (count === 1 ? '1 commit' : `${count} commits`)

function Types({ types: { added, removed, changed } }: { readonly types: Shipment['types'] }) {
  const rows = [
    ...Object.entries(added).map(([type, command]) => ({ sign: '+', type, word: 'added', command })),
    ...Object.entries(removed).map(([type, command]) => ({ sign: '−', type, word: 'removed', command })),
    ...Object.entries(changed).map(([type, { from, to }]) => ({ sign: '~', type, word: 'changed', command: `${from} → ${to}` })),
  ]
  if (rows.length === 0) return <span className="soft">The same.</span>
  return <ul className="pipeline-types">{rows.map(({ sign, type, word, command }) => <li key={type}><span className="mono">{sign} {type}</span> <span className="faint">{word}</span> <code className="soft ellipsis" title={command}>{command}</code></li>)}</ul>
}

function Config({ source, app, config: { same, different, missing, extra } }: { readonly source: string; readonly app: string; readonly config: ConfigDifference }) {
  const lines = [
    { words: `missing on ${app}`, keys: missing, isTrouble: true }, { words: 'with another value there', keys: different, isTrouble: false },
    { words: `on ${app} only`, keys: extra, isTrouble: false }, { words: 'the same', keys: same, isTrouble: false },
  ].filter(({ keys }) => keys.length > 0)
  if (lines.length === 0) return <span className="soft">Config vars: neither has any.</span>
  return (
    <div className="stack-8">
      <span className="soft">Config vars. {app} keeps its own, whatever {source} has:</span>
      <ul className="pipeline-config">{lines.map(({ words, keys, isTrouble }) => <li key={words}><span className={isTrouble ? 'problem' : 'faint'}>{keys.length} {words}</span> <span className="mono small">{keys.join(', ')}</span></li>)}</ul>
    </div>
  )
}
