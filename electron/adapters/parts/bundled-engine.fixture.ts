import { join } from 'node:path'
import { build } from 'vite'

/** One file of a fixture and all it imports but `external`, for a Node of its own that tests can kill. Its path. */
export async function bundleEngine(fixture: string, folder: string, external: readonly string[] = []): Promise<string> {
  await build({
    configFile: false, logLevel: 'error',
    build: { ssr: fixture, outDir: folder, target: 'node18', rolldownOptions: { external: [...external], output: { format: 'cjs', entryFileNames: 'engine.cjs' } } },
  })
  return join(folder, 'engine.cjs')
}
