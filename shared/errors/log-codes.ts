// Logging (L) codes. Facts: devcenter error-codes (2021-08-04), the README of logplex.

export type LogCode = { readonly code: string; readonly title: string; readonly meaning: string }

export const logCodes: readonly LogCode[] = [
  { code: 'L10', title: 'Drain buffer overflow', meaning: 'Lines came faster than their reader took them, so some were dropped and counted.' },
  { code: 'L11', title: 'Tail buffer overflow', meaning: 'A `logs --tail` that was too slow missed lines.' },
  { code: 'L12', title: 'Local buffer overflow', meaning: 'A dyno wrote faster than its lines could be taken.' },
  { code: 'L13', title: 'Local delivery error', meaning: 'Lines could not be handed to the log system.' },
  { code: 'L14', title: 'Certificate validation error', meaning: 'A log drain showed a certificate that can not be trusted.' },
  { code: 'L15', title: 'Tail buffer temporarily unavailable', meaning: 'The history of lines can not be read now.' },
]
