import { existsSync } from 'node:fs'
import { app, dialog, shell, type BrowserWindow } from 'electron'

/** Versions and licences. The full texts are a file that packaging puts beside the app. */
export async function showAbout(window: BrowserWindow | null, licencesFile: string): Promise<void> {
  const hasLicences = existsSync(licencesFile)
  const { electron, chrome, node, v8 } = process.versions
  const options = {
    type: 'info' as const,
    title: 'About Dynarium',
    message: `Dynarium ${app.getVersion()}`,
    detail: [
      'A whole platform in a glass box, on this machine alone.',
      `Electron ${electron}, Chromium ${chrome}, Node.js ${node}, V8 ${v8}`,
      'Dynarium is free software under the MIT licence. The programs and typefaces in it keep their own: MIT, ISC, BSD, Blue Oak and OFL.',
    ].join('\n\n'),
    buttons: hasLicences ? ['Close', 'Show the licences'] : ['Close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  if (response === 1) await shell.openPath(licencesFile)
}
