// What a dyno's command finds in its environment: the machine's few, config vars and the platform's over them, ours last.

import type { DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { hostEnvironment } from './host-environment.ts'
import { labelNames } from './labels.ts'

export type DynoPlace = {
  readonly app: string
  readonly temporary: string
  readonly port: number | null
  readonly dataDir: string
  readonly sessionId: string
}

export function dynoEnvironment(spec: Pick<DynoSpec, 'id' | 'env'>, place: DynoPlace, host: Readonly<Record<string, string | undefined>> = process.env): Record<string, string> {
  return {
    ...hostEnvironment(host),
    TMPDIR: place.temporary,
    ...spec.env,
    // Heroku's is /app. A plain process shares the machine's file system, so every dyno has a folder of its own.
    HOME: place.app,
    PWD: place.app,
    ...(place.port === null ? {} : { PORT: String(place.port) }),
    [labelNames.dyno]: spec.id,
    [labelNames.data]: place.dataDir,
    [labelNames.session]: place.sessionId,
  }
}
