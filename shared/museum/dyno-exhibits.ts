// Pages of the dynos' codes. Facts: devcenter error-codes (2021-08-04), dyno-shutdown-behavior (2024-12-03).

import type { Exhibit } from './exhibit.ts'

export const dynoExhibits: readonly Exhibit[] = [
  {
    code: 'R10',
    trigger: 'A web process did not listen on PORT within 60 seconds of its launch (90 for Java).',
    line: 'Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch',
    fix: 'Listen on the PORT from the environment, on all addresses, before slow preparations.',
  },
  {
    code: 'R11',
    trigger: 'Retired. The process bound another port than PORT.',
    line: 'Error R11 (Bad bind) -> ...',
    fix: 'Nothing: today it shows as R10.',
  },
  {
    code: 'R12',
    trigger: 'A process still ran 30 seconds after it was asked to stop with SIGTERM, so it was killed.',
    line: 'Error R12 (Exit timeout) -> At least one process failed to exit within 30 seconds of SIGTERM',
    fix: 'On SIGTERM take no new work, finish what is open, and exit.',
  },
  {
    code: 'R13',
    trigger: 'A one-off dyno waited 30 seconds for the terminal that had asked for it, and none came.',
    line: 'Error R13 (Attach error) -> Failed to attach to process',
    fix: 'Run the command again, from a network that lets the connection through.',
  },
  {
    code: 'R14',
    trigger: 'The dyno uses more memory than its size has. It goes on, on Heroku slowly, as it swaps; repeated every 20 seconds.',
    line: 'Process running mem=690M(134.8%) / Error R14 (Memory quota exceeded)',
    fix: 'Find the leak, lower the concurrency, or choose a larger size. The memory chart has to come down.',
  },
  {
    code: 'R15',
    trigger: 'The dyno uses far more memory than its size has, and was killed for it.',
    line: 'Error R15 (Memory quota vastly exceeded) / Stopping process with SIGKILL',
    fix: 'As with R14. What was under way in the dyno is lost.',
  },
  {
    code: 'R16',
    trigger: 'A one-off dyno still runs although its terminal is gone and it was told so three times.',
    line: 'Error R16 (Detached) -> An attached process is not responding to SIGHUP after its external connection was closed.',
    fix: 'Stop it with ps:stop, and let programs end on SIGHUP.',
  },
  {
    code: 'R17',
    trigger: 'The slug that was fetched is not the one that was built.',
    line: 'Error R17 (Checksum error) -> Checksum does match expected value. Expected: SHA256:... Actual: SHA256:...',
    fix: 'Deploy that commit again.',
  },
  {
    code: 'R99',
    trigger: 'The platform itself failed to start or keep the dyno.',
    line: 'Error R99 (Platform error)',
    fix: 'Nothing in your app. The platform tries again by itself.',
  },
]
