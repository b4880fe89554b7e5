import { useId, useState } from 'react'
import { trafficMaxPaths, type TrafficPath } from '../../../shared/domain/traffic.ts'
import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { pathsSeen } from '../../store/traffic.ts'

type TrafficPathsProps = { readonly appId: string; readonly paths: readonly TrafficPath[]; onChange(paths: readonly TrafficPath[]): void }

/** Each path gets its weight's share of the requests. Paths that visitors asked for are suggested. */
export function TrafficPaths({ appId, paths, onChange }: TrafficPathsProps) {
  const listId = useId()
  const [seen, setSeen] = useState<readonly string[]>([])
  const whole = paths.reduce((sum, { weight }) => sum + (Number.isNaN(weight) ? 0 : weight), 0)
  const put = (index: number, change: Partial<TrafficPath>): void => onChange(paths.map((path, at) => (at === index ? { ...path, ...change } : path)))
  return (
    <fieldset className="generator-paths" onFocus={() => void pathsSeen(appId).then(setSeen)}>
      <legend className="visually-hidden">Paths</legend>
      <datalist id={listId}>{seen.map((path) => <option key={path} value={path} />)}</datalist>
      <ul className="stack-8">
        {paths.map(({ path, weight }, index) => (
          // Rows are told apart by place: a path may stand there twice while it is typed.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="generator-path">
            <input
              className="input input-mono"
              aria-label={`Path ${index + 1}`}
              list={listId}
              spellCheck={false}
              autoComplete="off"
              placeholder="/"
              value={path}
              onChange={(event) => put(index, { path: event.target.value })}
            />
            {paths.length > 1 && (
              <>
                <NumberField label={`Weight of path ${index + 1}`} isLabelHidden unit={share(weight, whole)} value={weight} onChange={(next) => put(index, { weight: next })} />
                <Button look="quiet" isSmall icon="close" aria-label={`Remove path ${index + 1}, ${path}`} title="Remove" onClick={() => onChange(paths.filter((_, at) => at !== index))} />
              </>
            )}
          </li>
        ))}
      </ul>
      <div><Button look="quiet" isSmall icon="plus" disabled={paths.length >= trafficMaxPaths} onClick={() => onChange([...paths, { path: seen.find((path) => !paths.some((used) => used.path === path)) ?? '/', weight: 1 }])}>Add a path</Button></div>
    </fieldset>
  )
}

const share = (weight: number, whole: number): string => (Number.isNaN(weight) || whole === 0 ? '' : `${Math.round((weight / whole) * 100)} %`)
