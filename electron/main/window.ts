import { BrowserWindow, screen, shell, type WebContents } from 'electron'
import { isOwnPage, mayOpenOutside, PAGE_ORIGIN } from './navigation'
import { fitBounds, readBounds, SMALLEST, writeBounds, type Rectangle } from './window-bounds'

/** The page's own ground, so that nothing flashes before its first paint. */
const GROUND = { light: '#f7f8f9', dark: '#14171a' }

export type WindowOptions = {
  readonly preload: string
  readonly boundsFile: string
  /** Where to open when nothing is remembered. */
  readonly firstBounds: Rectangle | undefined
  readonly isDark: boolean
  /** The address of a development server, where there is one. */
  readonly developmentUrl: string | undefined
}

export function openWindow({ preload, boundsFile, firstBounds, isDark, developmentUrl }: WindowOptions): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    ...fitBounds(readBounds(boundsFile) ?? firstBounds, displays),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Dynarium',
    show: false,
    backgroundColor: isDark ? GROUND.dark : GROUND.light,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  keepInside(window.webContents, developmentUrl)
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeBounds(boundsFile, window.getNormalBounds()))
  window.loadURL(developmentUrl ?? `${PAGE_ORIGIN}/`).catch((error: unknown) => {
    console.error(`The interface could not be loaded: ${String(error)}`)
  })
  return window
}

/** The window shows our page and asks for nothing; links that may be followed open in the person's own browser. */
function keepInside(contents: WebContents, developmentUrl: string | undefined): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event, url) => {
    if (isOwnPage(url, developmentUrl)) return
    event.preventDefault()
    if (mayOpenOutside(url)) void shell.openExternal(url)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // The clipboard is written on a person's click; nothing else is ever asked for.
  contents.session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'clipboard-sanitized-write'))
  contents.session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
}
