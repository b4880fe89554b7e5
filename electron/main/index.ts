// The window's process: it owns the windows and the engine's process. Of the platform it knows what any reader of its state does.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { claimAppScheme } from './app-protocol'
import { runDesktop } from './desktop'
import { isFolder, placeOfWords } from './launch-place'
import { readLaunchOptions } from './launch-options'

const { dataDir, engineArgs } = readLaunchOptions(process.argv, { platform: process.platform, env: process.env, home: homedir() })
const place = placeOfWords(process.argv.slice(1), { workingDir: process.cwd(), appDir: app.isPackaged ? null : app.getAppPath(), isFolder })

// Everything the window keeps lives in the data dir, so two data dirs are two separate platforms, each with its own lock.
app.setPath('userData', join(dataDir, 'window'))

// A second start hands its place to the first: Chromium may reorder the words of a command line, so they are read where they are.
if (app.requestSingleInstanceLock({ place })) {
  claimAppScheme()
  runDesktop({ outDir: join(__dirname, '..'), engineArgs, place, developmentUrl: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'] })
} else {
  app.quit()
}
