// How our processes are known again: by variables in their environment, which children inherit even when they leave the group.

export const labelNames = { dyno: 'DYNARIUM_DYNO', build: 'DYNARIUM_BUILD', data: 'DYNARIUM_DATA', session: 'DYNARIUM_SESSION' } as const

export type Labels = {
  readonly dyno: string | null
  readonly build: string | null
  /** The data folder of the engine it belongs to. */
  readonly data: string | null
}

/** `environment` as /proc has it: entries that end with a NUL. Null when nothing of it is ours. */
export function readLabels(environment: string): Labels | null {
  if (!environment.includes('DYNARIUM_')) return null
  const values = new Map<string, string>()
  for (const entry of environment.split('\0')) {
    const equals = entry.indexOf('=')
    if (entry.startsWith('DYNARIUM_') && equals > 0) values.set(entry.slice(0, equals), entry.slice(equals + 1))
  }
  const labels = { dyno: values.get(labelNames.dyno) ?? null, build: values.get(labelNames.build) ?? null, data: values.get(labelNames.data) ?? null }
  return labels.dyno === null && labels.build === null && labels.data === null ? null : labels
}
