import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { diffConfig, type ConfigChange } from '../../scene/release-diff.ts'
import { diffTypes, formationEffect } from '../../scene/type-changes.ts'
import { useMirror } from '../../store/mirror.ts'
import { monthPrice, priceChangeWords } from '../../text/price.ts'
import { useConfigs } from './use-configs.ts'
import { isOfImages, slugContents } from '../../text/slug-words.ts'
import { usePrices } from '../../store/selectors.ts'

export type Side = { readonly version: number; readonly slugId: string | null }
type ReleaseChangesProps = {
  readonly app: App
  /** Version 0 stands for nothing. */
  readonly from: Side
  readonly to: Side
  /** Going from the one to the other is only thought of: then what it does to the dynos is said too. */
  readonly isPlanned?: boolean
}

/** What differs between two releases: code, process types, config vars; and what that would do. */
export function ReleaseChanges({ app, from, to, isPlanned = false }: ReleaseChangesProps) {
  const configs = useConfigs(app.id, from.version, to.version)
  const slugs = useMirror((mirror) => mirror.state.slugs)
  const slugOf = (id: string | null): Slug | null => (id === null ? null : (slugs[id] ?? null))
  const [before, after] = [slugOf(from.slugId), slugOf(to.slugId)]
  const prices = usePrices()
  const hasBoth = (before !== null || from.slugId === null) && (after !== null || to.slugId === null)
  return (
    <dl className="changes">
      <dt>Code</dt>
      <dd><SlugDiff from={from.slugId} to={to.slugId} before={before} after={after} /></dd>
      <dt>Process types</dt>
      <dd>{hasBoth ? <TypeDiff app={app} before={before} after={after} isPlanned={isPlanned} /> : <span className="soft">One of the slugs is not on this disk any more, so its process types are not known.</span>}</dd>
      <dt>Config vars</dt>
      <dd>
        {configs === null && <span className="faint">Reading them.</span>}
        {configs !== null && 'error' in configs && <ErrorNote error={configs.error} />}
        {configs !== null && 'from' in configs && <ConfigDiff changes={diffConfig(configs.from, configs.to)} />}
      </dd>
      {isPlanned && hasBoth && (
        <>
          <dt>Price</dt>
          <dd className="soft">{priceChangeWords(monthPrice(app.formation, Object.keys(after?.processTypes ?? {}), prices) - monthPrice(app.formation, Object.keys(before?.processTypes ?? {}), prices), prices)}</dd>
        </>
      )}
    </dl>
  )
}

type SlugDiffProps = { readonly from: string | null; readonly to: string | null; readonly before: Slug | null; readonly after: Slug | null }

function SlugDiff({ from, to, before, after }: SlugDiffProps) {
  if (from === to) return <span className="soft">{to === null ? 'No slug in either.' : <>The same: <SlugWords id={to} slug={after} />.</>}</span>
  return <span className="soft"><SlugWords id={from} slug={before} /> → <SlugWords id={to} slug={after} />{before !== null && after !== null && <>. {sizeChange(before, after)}</>}</span>
}

function SlugWords({ id, slug }: { readonly id: string | null; readonly slug: Slug | null }) {
  if (id === null) return <>no slug</>
  // By its content: the same slug may have come from several commits.
  return <>slug <code title={id}>{id.slice(7, 14)}</code>{slug !== null && <> ({byteSize(slug.bytes)}, {slugContents(slug)})</>}</>
}

function sizeChange(before: Slug, after: Slug): string {
  const bytes = after.bytes - before.bytes
  const count = after.files - before.files
  const size = bytes === 0 ? 'The same size' : `${byteSize(Math.abs(bytes))} ${bytes > 0 ? 'more' : 'less'}`
  // From files to images there is nothing to count.
  if (isOfImages(before) !== isOfImages(after)) return `${size}.`
  return `${size}, ${count === 0 ? `as many ${isOfImages(after) ? 'images' : 'files'}` : `${slugContents(after, Math.abs(count))} ${count > 0 ? 'more' : 'fewer'}`}.`
}

const signs: Readonly<Record<'added' | 'removed' | 'changed', string>> = { added: '+', removed: '−', changed: '~' }

function TypeDiff({ app, before, after, isPlanned }: { readonly app: App; readonly before: Slug | null; readonly after: Slug | null; readonly isPlanned: boolean }) {
  const changes = diffTypes(before?.processTypes ?? {}, after?.processTypes ?? {})
  if (changes.length === 0) return <span className="soft">The same{after === null ? ', none' : `: ${Object.keys(after.processTypes).join(', ')}`}.</span>
  return (
    <ul className="diff">
      {changes.map((change) => (
        <li key={change.type}>
          <span aria-hidden="true">{signs[change.kind]}</span>
          <code>{change.type}</code>
          <span className="faint">{isPlanned ? `${change.kind}, ${formationEffect(change, app.formation)}` : change.kind}</span>
          {!isPlanned && <code className="diff-values">{[change.before, change.after].filter((command) => command !== null).join(' → ')}</code>}
        </li>
      ))}
    </ul>
  )
}

/** Keys are shown; values only on request, because they are secrets. */
function ConfigDiff({ changes }: { readonly changes: readonly ConfigChange[] }) {
  const [isShown, setShown] = useState(false)
  if (changes.length === 0) return <span className="soft">The same.</span>
  return (
    <div className="diff">
      <ul>
        {changes.map((change) => (
          <li key={change.key} className={`diff-${change.kind}`}>
            <span aria-hidden="true">{signs[change.kind]}</span>
            <code>{change.key}</code>
            <span className="faint">{change.kind}</span>
            {isShown && <code className="diff-values">{valuesOf(change)}</code>}
          </li>
        ))}
      </ul>
      <Button look="quiet" isSmall icon="eye" onClick={() => setShown(!isShown)}>{isShown ? 'Hide values' : 'Show values'}</Button>
    </div>
  )
}

function valuesOf(change: ConfigChange): string {
  if (change.kind === 'added') return change.after
  return change.kind === 'removed' ? change.before : `${change.before} → ${change.after}`
}
