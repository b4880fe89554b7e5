import { useEffect, useState } from 'react'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { call } from '../../store/connection.ts'
import { asPlatformError } from '../../store/use-command.ts'

type Config = Readonly<Record<string, string>>
export type Configs = { readonly from: Config; readonly to: Config } | { readonly error: PlatformError } | null

/** Config vars of two releases, with their real values; null while they are fetched. `from` 0 stands for nothing. */
export function useConfigs(appId: string, from: number, to: number): Configs {
  const [configs, setConfigs] = useState<Configs>(null)
  useEffect(() => {
    let isWanted = true
    setConfigs(null)
    const fetchOne = (version: number): Promise<Config> => (version === 0 ? Promise.resolve({}) : call('releases:config', { app: appId, version }))
    Promise.all([fetchOne(from), fetchOne(to)]).then(
      ([before, after]) => isWanted && setConfigs({ from: before, to: after }),
      (error: unknown) => isWanted && setConfigs({ error: asPlatformError(error) }),
    )
    return () => {
      isWanted = false
    }
  }, [appId, from, to])
  return configs
}
