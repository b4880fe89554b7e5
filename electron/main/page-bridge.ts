import { BrowserWindow, dialog, ipcMain, MessageChannelMain, shell, type WebFrameMain } from 'electron'
import type { EngineChild } from './engine-child'
import type { EngineState } from './engine-messages'
import { isOwnPage, mayOpenOutside } from './navigation'

/** Answers the preload's few calls. Every page load asks for a port of its own; old ones die with their page. */
export class PageBridge {
  /** Pages that asked before the engine was ready, by window; so its size is bounded by the open windows. */
  readonly #waiting = new Map<number, WebFrameMain>()

  constructor(
    private readonly engine: EngineChild,
    private readonly developmentUrl: string | undefined,
  ) {
    ipcMain.on('dynarium:connect', (event) => {
      const frame = event.senderFrame
      const sender = event.sender
      if (!frame || !this.#isOurs(frame)) return
      sender.send('dynarium:engine', this.engine.state)
      if (this.engine.state.kind === 'ready') this.#connect(frame)
      else this.#waiting.set(sender.id, frame)
    })
    ipcMain.handle('dynarium:open-external', async (event, address: unknown) => {
      if (!this.#isOurs(event.senderFrame) || typeof address !== 'string' || !mayOpenOutside(address)) return false
      await shell.openExternal(address)
      return true
    })
    ipcMain.handle('dynarium:pick-folder', async (event) => {
      const window = BrowserWindow.fromWebContents(event.sender)
      if (!this.#isOurs(event.senderFrame) || !window) return null
      const choice = await dialog.showOpenDialog(window, { properties: ['openDirectory'], buttonLabel: 'Choose folder' })
      return choice.canceled ? null : (choice.filePaths[0] ?? null)
    })
  }

  /** Tells every page what became of the engine, and connects those that wait for it. */
  announce(state: EngineState): void {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('dynarium:engine', state)
    if (state.kind !== 'ready') return
    for (const frame of this.#waiting.values()) this.#connect(frame)
    this.#waiting.clear()
  }

  #connect(frame: WebFrameMain): void {
    const { port1, port2 } = new MessageChannelMain()
    try {
      frame.postMessage('dynarium:port', null, [port2])
    } catch {
      return port1.close() // The page is gone; its successor asks for itself.
    }
    this.engine.connect(port1)
  }

  #isOurs(frame: WebFrameMain | null): boolean {
    return frame !== null && frame.parent === null && isOwnPage(frame.url, this.developmentUrl)
  }
}
