import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { ConfigChange } from '../../scene/release-diff.ts'
import { useMirror } from '../../store/mirror.ts'
import { slugSize } from '../../../shared/text/amounts.ts'

const signs: Readonly<Record<ConfigChange['kind'], string>> = { added: '+', removed: '−', changed: '~' }

export function SlugDiff({ from, to }: { readonly from: string | null; readonly to: string | null }) {
  const slugs = useMirror((mirror) => mirror.state.slugs)
  if (from === to) return <p className="soft">Code: the same slug{to === null ? ', none' : ''}.</p>
  const name = (id: string | null): string => {
    const slug = id === null ? undefined : slugs[id]
    if (id === null) return 'no slug'
    return `${slug?.commit?.slice(0, 7) ?? id.slice(7, 14)}${slug === undefined ? '' : ` (${slugSize(slug.bytes)})`}`
  }
  return <p className="soft">Code: <code>{name(from)}</code> → <code>{name(to)}</code></p>
}

/** Keys are shown; values only on request, because they are secrets. */
export function ConfigDiff({ changes }: { readonly changes: readonly ConfigChange[] }) {
  const [isShown, setShown] = useState(false)
  if (changes.length === 0) return <p className="soft">Config vars: the same.</p>
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
