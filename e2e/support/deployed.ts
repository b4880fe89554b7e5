import { connectClient } from './client.ts'
import { eventually } from './eventually.ts'
import type { Host } from './host.ts'
import { platformApi, type ApiDyno } from './platform-api.ts'

/** A new app with a sample running in it. */
export async function deployedSample(host: Host, app: string, sample: string): Promise<void> {
  const api = platformApi(host.url, host.token)
  await api('POST', '/apps', { name: app })
  const client = await connectClient(host)
  try {
    await client.call('builds:create', { app, source: { kind: 'sample', sample } })
  } finally {
    client.close()
  }
  await eventually(() => api<ApiDyno[]>('GET', `/apps/${app}/dynos`), (dynos) => dynos.some((dyno) => dyno.type === 'web' && dyno.state === 'up'))
}
