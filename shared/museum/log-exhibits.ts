// Pages of the log's codes. Facts: devcenter error-codes (2021-08-04).

import type { Exhibit } from './exhibit.ts'

export const logExhibits: readonly Exhibit[] = [
  {
    code: 'L10',
    trigger: 'Lines for a drain or a log come faster than they are taken. The oldest waiting ones are dropped and counted.',
    line: 'Error L10 (output buffer overflow): 37 messages dropped since 2026-01-01T12:00:00+00:00.',
    fix: 'Log less, or give the drain a faster receiver.',
  },
  {
    code: 'L11',
    trigger: 'Somebody follows the log and reads more slowly than it grows.',
    line: 'Error L11 (Tail buffer overflow) -> This tail session dropped 37 messages since ...',
    fix: 'Filter by source or dyno, or close slow readers.',
  },
  {
    code: 'L12',
    trigger: 'A dyno writes lines faster than they can be taken away.',
    line: 'Error L12: 37 messages dropped since 2026-01-01T12:00:00+00:00.',
    fix: 'Log less in loops. The count of dropped lines has to stop.',
  },
  {
    code: 'L13',
    trigger: 'The log system could not be reached from the dyno.',
    line: 'Error L13: 37 messages lost since ...',
    fix: 'Nothing in your app: it is the platform\'s own network.',
  },
  {
    code: 'L14',
    trigger: 'A drain over TLS showed a certificate that can not be verified.',
    line: 'Error L14 (certificate validation): error="bad certificate" uri="syslog+tls://..."',
    fix: 'Put a valid certificate on the drain, or write its address without TLS while you try.',
  },
  {
    code: 'L15',
    trigger: 'The last 1,500 lines can not be read for the moment.',
    line: 'Error L15 (Tail buffer temporarily unavailable) ...',
    fix: 'Ask again in a moment; lines that come meanwhile are not lost.',
  },
]
