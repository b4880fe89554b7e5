// The engine's own process inside the desktop app (an Electron utilityProcess): the same composition as the headless host, with
// MessagePorts to the windows.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MessagePortMain } from 'electron'
import { composePlatform, type Platform } from '../headless/compose.ts'
import { parseServeOptions, type ServeOptions } from '../headless/serve-options.ts'
import { explainFailure } from '../headless/start-failure.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import { portTransport } from './port-transport.ts'

declare const process: NodeJS.Process & {
  readonly parentPort: {
    on(event: 'message', handler: (event: { readonly data: ToEngine; readonly ports: MessagePortMain[] }) => void): void
    postMessage(message: FromEngine): void
  }
}

void main()

async function main(): Promise<void> {
  let options: ServeOptions | null = null
  try {
    options = parseServeOptions(process.argv.slice(2))
    serve(await start(options))
  } catch (error) {
    process.parentPort.postMessage({ kind: 'failed', message: explainFailure(error, options) })
  }
}

function start(options: ServeOptions): Promise<Platform> {
  const root = join(__dirname, '..', '..')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return composePlatform({
    ...options, version, samplesDir: besideArchive(root, 'samples'), experimentsDir: besideArchive(root, 'experiments'), priceBookFile: join(besideArchive(root, 'price-books'), 'heroku.yaml'), addOnCatalogueFile: join(besideArchive(root, 'add-ons'), 'catalogue.yaml'), staticDir: join(root, 'out', 'renderer'), edgeThreadFile: join(__dirname, 'edge-thread.cjs'), trafficThreadFile: join(__dirname, 'traffic-thread.cjs'), wireThreadFile: join(__dirname, 'wire-thread.cjs'), drainThreadFile: join(__dirname, 'drain-thread.cjs'), addOnThreadFile: join(__dirname, 'addon-thread.cjs'), searchThreadFile: join(__dirname, 'search-thread.cjs'), herokuCliFile: join(__dirname, 'heroku-cli.cjs'),
  })
}

/** Packaged, they lie beside the archive as ordinary files: other programs read them too. */
function besideArchive(root: string, name: 'samples' | 'experiments' | 'price-books' | 'add-ons'): string {
  return root.endsWith('.asar') ? join(dirname(root), name) : join(root, 'resources', name)
}

function serve(platform: Platform): void {
  process.parentPort.on('message', ({ data, ports }) => {
    const [port] = ports
    if (data.kind === 'client' && port !== undefined) platform.attach(portTransport(port))
    if (data.kind === 'shutdown') void shutDown(platform)
  })
  process.parentPort.postMessage({ kind: 'ready', url: platform.control.url, router: platform.routerUrl, token: platform.token })
}

async function shutDown(platform: Platform): Promise<void> {
  await platform.stop()
  process.parentPort.postMessage({ kind: 'stopped' })
}
