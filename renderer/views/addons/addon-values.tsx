import { useEffect, useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { configMask } from '../../../shared/protocol/redact.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useCommand } from '../../store/use-command.ts'

/** Config vars as the service names them, by credential: masked until somebody asks, and forgotten when hidden. */
export function AddOnValues({ addOn }: { readonly addOn: AddOn }) {
  const [values, setValues] = useState<AddOn['config'] | null>(null)
  const [isShown, setShown] = useState(false)
  const { run, isPending, error } = useCommand('addons:config')
  const { id, config } = addOn
  useEffect(() => {
    if (!isShown) return setValues(null)
    let isWanted = true
    void run({ addOn: id }).then((answer) => isWanted && answer !== null && setValues(answer))
    return () => {
      isWanted = false
    }
    // New values come with a new config.
  }, [id, config, isShown, run])
  const rows = Object.entries(config).flatMap(([credential, vars]) => Object.keys(vars).map((key) => ({ credential, key })))
  if (rows.length === 0) return addOn.state === 'provisioned' ? <p className="faint small">It gives no config vars.</p> : null
  return (
    <div className="addon-values">
      <div className="addon-values-head">
        <h3>Values</h3>
        <span className="faint small">as the service names them; an app has them under its attachment&apos;s name</span>
        <Button look="quiet" isSmall icon="eye" aria-pressed={isShown} isPending={isPending} onClick={() => setShown(!isShown)}>{isShown ? 'Hide' : 'Reveal'}</Button>
      </div>
      <ErrorNote error={error} />
      <ul>
        {rows.map(({ credential, key }) => {
          const value = isShown ? (values?.[credential]?.[key] ?? null) : null
          return (
            <li key={`${credential}/${key}`}>
              <code className="ellipsis" title={key}>{key}</code>
              {credential !== 'default' && <span className="faint small">{credential}</span>}
              <code className={`addon-value ellipsis ${value === null ? 'faint' : ''}`} title={value ?? 'Masked'}>{value ?? configMask}</code>
              <CopyButton label={`value of ${key}`} text={async () => value ?? (await run({ addOn: id }))?.[credential]?.[key] ?? null} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
