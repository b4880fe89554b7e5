import { useEffect, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { useCommand } from '../../store/use-command.ts'

type Values = Readonly<Record<string, string>>
type Shown = { readonly areAll: boolean; readonly names: ReadonlySet<string> }

export type ConfigValues = {
  /** Null while it is masked. */
  valueOf(name: string): string | null
  readonly areAllShown: boolean
  readonly isPending: boolean
  readonly error: PlatformError | null
  toggleAll(): void
  toggle(name: string): void
  /** Fetches them without showing any; null when that was refused. */
  fetch(): Promise<Values | null>
}

const noneShown: Shown = { areAll: false, names: new Set() }

/** Values are fetched when asked for, kept only while some are shown, and fetched anew when they change. */
export function useValues({ id, config }: App): ConfigValues {
  const [values, setValues] = useState<Values | null>(null)
  const [shown, setShown] = useState(noneShown)
  const { run, isPending, error } = useCommand('config:get')
  const isWanted = shown.areAll || shown.names.size > 0
  useEffect(() => {
    if (!isWanted) return setValues(null)
    let isCurrent = true
    void run({ app: id }).then((answer) => isCurrent && answer !== null && setValues(answer))
    return () => {
      isCurrent = false
    }
  }, [id, config, isWanted, run])
  return {
    valueOf: (name) => (shown.areAll || shown.names.has(name) ? (values?.[name] ?? null) : null),
    areAllShown: shown.areAll,
    isPending,
    error,
    toggleAll: () => setShown(shown.areAll ? noneShown : { areAll: true, names: new Set() }),
    toggle: (name) => setShown(toggled(shown, name, Object.keys(config))),
    fetch: () => run({ app: id }),
  }
}

/** Hiding one of all shows each of the others. */
function toggled({ areAll, names }: Shown, name: string, all: readonly string[]): Shown {
  const next = new Set(areAll ? all : names)
  if (!next.delete(name)) next.add(name)
  return { areAll: false, names: next }
}
