// Our edge as the platform runs it, by today's rules: the classic ones ask for a new connection to the dyno for each request, which none of
// the others does. Its built thread, and here, in the thread beside it, what takes and reads its reports.
import { request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../setup/paths.mjs'

const { port, edgeModule, targets, apps } = JSON.parse(process.argv[2])
const { createThreadedEdge } = await import(pathToFileURL(edgeModule).href)
const edge = await createThreadedEdge({ threadFile: join(root, 'out/main/edge-thread.cjs'), port, log: (text) => console.error(text) })
const totals = { requests: 0, bytes: 0, dropped: 0 }
edge.connect({
  report: ({ requests, dropped }) => {
    totals.dropped += dropped
    for (const { bytes } of requests) {
      totals.requests += 1
      totals.bytes += bytes ?? 0
    }
  },
  wake: () => {}, load: () => {}, probed: () => {}, drained: () => {},
})

const perApp = 10
function route(index, ports) {
  return {
    appId: `app-${index}`, appName: `bench-${index}`, hosts: [`bench-${index}.localhost`], mode: 'serving', webQuantity: perApp, rules: 'current', strategy: 'random', sticky: false,
    readinessPath: null, errorPageUrl: null, maintenancePageUrl: null, formerHosts: [],
    targets: ports.map((to, turn) => ({ dynoId: `dyno-${index}-${turn}`, name: `web.${turn + 1}`, host: '127.0.0.1', port: to, state: 'healthy' })),
  }
}
for (let index = 1; index < apps; index++) edge.setRoute(route(index, Array.from({ length: perApp }, (_, turn) => 1 + index * perApp + turn)))
edge.setRoute(route(0, targets))

process.on('message', (message) => {
  if (message.kind === 'totals') process.send({ ...totals })
  if (message.kind === 'changes') void changes(message.count).then((times) => process.send({ times }))
})
process.on('SIGTERM', () => void edge.stop().then(() => process.exit(0)))

/** How long until a request sees that its app changed: into maintenance and out of it, in turn. */
async function changes(count) {
  const times = []
  for (let turn = 0; turn < count; turn++) {
    const isOff = turn % 2 === 0
    const since = performance.now()
    edge.setRoute({ ...route(0, targets), mode: isOff ? 'maintenance' : 'serving' })
    while ((await status()) !== (isOff ? 503 : 200));
    times.push(performance.now() - since)
  }
  return times
}

function status() {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', headers: { host: 'bench-0.localhost' } }, (response) => response.resume().once('end', () => resolve(response.statusCode))).once('error', reject).end()
  })
}
