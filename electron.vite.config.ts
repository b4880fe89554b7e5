import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'

const here = (path: string) => resolve(import.meta.dirname, path)
// Native modules are loaded at run time; everything else is bundled so that a start reads few files. The ssh client does without its
// native parts, which are compiled on the machine that installs it.
const external = ['electron', '@photostructure/sqlite', '@lydell/node-pty', 'bufferutil', 'utf-8-validate', 'cpu-features', /sshcrypto\.node$/]

// Targets are set by hand: the fallback runtime (Electron 25: Node 18, Chrome 114) is older than the installed package.
export default defineConfig({
  main: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: here('electron/main/index.ts'),
          engine: here('electron/main/engine-process.ts'),
          serve: here('electron/headless/serve.ts'),
          check: here('electron/headless/check.ts'),
          'heroku-cli': here('electron/headless/heroku-cli.ts'),
          'edge-thread': here('electron/headless/edge-thread.ts'),
          'traffic-thread': here('electron/headless/traffic-thread.ts'),
          'wire-thread': here('electron/headless/wire-thread.ts'),
          'addon-thread': here('electron/headless/addon-thread.ts'),
          'drain-thread': here('electron/headless/drain-thread.ts'),
          'search-thread': here('electron/headless/search-thread.ts'),
        },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here('electron/preload/index.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react()],
    build: { target: 'chrome114', minify: true, rolldownOptions: { input: here('renderer/index.html') } },
  },
})
