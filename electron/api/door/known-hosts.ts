// The names that a tunnel may lead to: our own, and those that the Heroku CLI has written into it. All of them end here: a proxy for the CLI
// alone, that sends nothing anywhere.

const ownNames = ['127.0.0.1', 'localhost', '[::1]']

/** Written into the CLI, whatever HEROKU_HOST says. */
const writtenIn = [
  'api.metrics.heroku.com', 'api.metrics.herokai.com', 'particleboard.heroku.com', 'telex.heroku.com', 'kolkrabbi.heroku.com',
  'status.heroku.com', 'buildpack-registry.heroku.com', 'buildpack-registry.herokai.com',
]

/** Host headers of this server itself. */
export function ownHosts(port: number): readonly string[] {
  const withPort = ownNames.map((name) => `${name}:${port}`)
  return port === 80 ? [...ownNames, ...withPort] : withPort
}

/** Where a CONNECT leads: to our own address, to a name that we stand in for, or nowhere (null). */
export function tunnelTo(target: string, port: number): 'own' | { readonly host: string } | null {
  const text = target.toLowerCase()
  if (ownHosts(port).includes(text)) return 'own'
  // The CLI puts HEROKU_HOST, scheme and all, behind "registry.", and the port behind that.
  if (ownHosts(port).some((own) => text === `registry.http://${own}:${port}` || text === `registry.http://${own}`)) return { host: 'registry' }
  const [, host = ''] = /^([a-z0-9.-]+):\d{1,5}$/.exec(text) ?? []
  return writtenIn.includes(host) ? { host } : null
}
