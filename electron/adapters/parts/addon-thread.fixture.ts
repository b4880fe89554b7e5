import { resolve } from 'node:path'
import { build } from 'vite'

/** The entry of the threads, built into a folder. */
export async function buildAddonThread(folder: string): Promise<string> {
  await build({
    root: resolve(import.meta.dirname, '../../..'), configFile: false, logLevel: 'error', ssr: { noExternal: true },
    build: { ssr: 'electron/headless/addon-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'addon-thread.cjs', chunkFileNames: '[name].cjs' } } },
  })
  return resolve(folder, 'addon-thread.cjs')
}
