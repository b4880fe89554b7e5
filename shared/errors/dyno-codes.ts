// Dyno run-time (R) codes. Facts: devcenter error-codes (2021-08-04), dyno-shutdown-behavior (2024-12-03).

export type DynoErrorCode = 'R10' | 'R12' | 'R13' | 'R14' | 'R15' | 'R16' | 'R17' | 'R99'

export type DynoCode = {
  readonly code: DynoErrorCode
  readonly title: string
  /** What the log line says after `Error Rnn (title)`; empty when nothing follows. */
  readonly detail: string
  readonly meaning: string
}

export const dynoCodes: Readonly<Record<DynoErrorCode, DynoCode>> = {
  R10: { code: 'R10', title: 'Boot timeout', detail: 'Web process failed to bind to $PORT within {seconds} seconds of launch', meaning: 'The web process did not listen on PORT in time, so it was ended.' },
  R12: { code: 'R12', title: 'Exit timeout', detail: 'At least one process failed to exit within {seconds} seconds of SIGTERM', meaning: 'It was asked to stop, did not, and was killed.' },
  R13: { code: 'R13', title: 'Attach error', detail: 'Failed to attach to process', meaning: 'Nobody connected to a one-off dyno that waited for it.' },
  R14: { code: 'R14', title: 'Memory quota exceeded', detail: '', meaning: 'It uses more memory than its size has. On Heroku it now swaps and slows down.' },
  R15: { code: 'R15', title: 'Memory quota vastly exceeded', detail: '', meaning: 'It uses far more memory than its size has and was killed.' },
  R16: { code: 'R16', title: 'Detached', detail: 'An attached process is not responding to SIGHUP after its external connection was closed.', meaning: 'Its terminal went away and it goes on running.' },
  R17: { code: 'R17', title: 'Checksum error', detail: 'Checksum does match expected value. Expected: {expected} Actual: {actual}', meaning: 'The slug on disk is not the one that was built.' },
  R99: { code: 'R99', title: 'Platform error', detail: '', meaning: 'The platform itself failed to start it.' },
}

export function dynoErrorLine(code: DynoErrorCode, params: Readonly<Record<string, string | number>> = {}): string {
  const { title, detail } = dynoCodes[code]
  const filled = detail.replace(/\{(\w+)\}/g, (_, key: string) => String(params[key] ?? ''))
  return `Error ${code} (${title})${filled === '' ? '' : ` -> ${filled}`}`
}
