// What running an app can show of each factor, one line each. Ids and severities are those of the list of checks that Dynarium was made
// with; they are its own, and not Heroku's.

export type DynamicCheck = { readonly id: string; readonly title: string; readonly severity: 'error' | 'warn' | 'info' }

export const dynamicChecks: readonly DynamicCheck[] = [
  { id: '1.d1', title: 'Every deploy runs commits of one history', severity: 'warn' },
  { id: '1.d2', title: 'Two environments run the same slug', severity: 'warn' },
  { id: '2.d1', title: 'A clean build with an empty cache succeeds', severity: 'error' },
  { id: '2.d2', title: 'The build is repeatable', severity: 'warn' },
  { id: '2.d3', title: 'It runs without tools it does not declare', severity: 'warn' },
  { id: '3.d1', title: 'A config var changes behaviour without a rebuild', severity: 'error' },
  { id: '3.d3', title: 'The code could be public: no secret is in the slug, and none is shown', severity: 'warn' },
  { id: '4.d1', title: 'A service is swapped by config alone', severity: 'error' },
  { id: '4.d2', title: 'The loss of a service is survived', severity: 'warn' },
  { id: '5.d1', title: 'The slug stays as it is while it runs', severity: 'warn' },
  { id: '5.d2', title: 'A change of config is a new release with the same slug', severity: 'error' },
  { id: '6.d1', title: 'Two dynos, the same client, the same answer', severity: 'error' },
  { id: '6.d2', title: 'A restart loses nothing', severity: 'error' },
  { id: '6.d3', title: 'Files it wrote are not needed later', severity: 'warn' },
  { id: '7.d1', title: 'It listens on the PORT it is given', severity: 'error' },
  { id: '7.d2', title: 'It listens on every interface', severity: 'error' },
  { id: '7.d3', title: 'It answers HTTP', severity: 'error' },
  { id: '8.d1', title: 'Throughput rises with dynos', severity: 'info' },
  { id: '8.d2', title: 'More dynos do not repeat what each does by itself', severity: 'error' },
  { id: '8.d3', title: 'Its processes stay in the foreground', severity: 'error' },
  { id: '9.d1', title: 'Time from start to an open port', severity: 'warn' },
  { id: '9.d2', title: 'It ends within 30 s of SIGTERM', severity: 'error' },
  { id: '9.d3', title: 'Requests under way are answered at SIGTERM', severity: 'error' },
  { id: '9.d5', title: 'It survives SIGKILL', severity: 'error' },
  { id: '10.d1', title: 'Stack, buildpacks and versions are the same everywhere', severity: 'warn' },
  { id: '10.d2', title: 'It does the same in every environment', severity: 'warn' },
  { id: '11.d1', title: 'A request leaves a line on standard output', severity: 'warn' },
  { id: '11.d3', title: 'No log file grows in the dyno', severity: 'error' },
  { id: '12.d1', title: 'A one-off dyno has the same slug, release and config', severity: 'error' },
  { id: '12.d2', title: 'The release phase runs once for each release', severity: 'warn' },
  { id: '12.d3', title: 'What a one-off dyno writes does not reach web dynos', severity: 'error' },
  { id: '12.d5', title: 'No admin task is open to everybody over HTTP', severity: 'error' },
]
