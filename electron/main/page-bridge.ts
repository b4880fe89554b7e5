import { BrowserWindow, dialog, ipcMain, MessageChannelMain, shell, webContents, type IpcMainInvokeEvent, type WebFrameMain } from 'electron'
import { closeChoice, type Place, type WindowCommand } from '../../shared/protocol/window.ts'
import type { DesktopSettings } from './desktop-settings'
import type { EngineChild } from './engine-child'
import type { EngineState } from './engine-messages'
import { isOwnPage, mayOpenOutside } from './navigation'

/** Answers the preload's few calls. Every page load asks for a port of its own; old ones die with their page. */
export class PageBridge {
  /** Pages that asked before the engine was ready, by window; so its size is bounded by the open windows. */
  readonly #waiting = new Map<number, WebFrameMain>()
  /** Where each window's page should go, until it comes for it. The newest wins. */
  readonly #places = new Map<number, Place>()

  constructor(
    private readonly engine: EngineChild,
    private readonly settings: DesktopSettings,
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
    this.#handle('dynarium:open-external', async (_event, address) => {
      if (typeof address !== 'string' || !mayOpenOutside(address)) return false
      await shell.openExternal(address)
      return true
    })
    this.#handle('dynarium:pick-folder', async (event) => {
      const window = BrowserWindow.fromWebContents(event.sender)
      if (!window) return null
      const choice = await dialog.showOpenDialog(window, { properties: ['openDirectory'], buttonLabel: 'Choose folder' })
      return choice.canceled ? null : (choice.filePaths[0] ?? null)
    })
    this.#handle('dynarium:take-place', ({ sender }) => {
      const place = this.#places.get(sender.id) ?? null
      this.#places.delete(sender.id)
      return place
    })
    this.#handle('dynarium:close-choice', () => this.settings.closeChoice())
    this.#handle('dynarium:set-close-choice', (_event, choice) => {
      const parsed = closeChoice.safeParse(choice)
      if (parsed.success) this.settings.setCloseChoice(parsed.data)
    })
  }

  /** Tells every page what became of the engine, and connects those that wait for it. */
  announce(state: EngineState): void {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('dynarium:engine', state)
    if (state.kind !== 'ready') return
    for (const frame of this.#waiting.values()) this.#connect(frame)
    this.#waiting.clear()
  }

  /** The page fetches it when it can: now, or when it has loaded. */
  sendTo(window: BrowserWindow, place: Place): void {
    for (const id of this.#places.keys()) if (webContents.fromId(id) === undefined) this.#places.delete(id)
    this.#places.set(window.webContents.id, place)
    window.webContents.send('dynarium:place')
  }

  command(window: BrowserWindow, command: WindowCommand): void {
    window.webContents.send('dynarium:command', command)
  }

  #handle(channel: string, answer: (event: IpcMainInvokeEvent, input: unknown) => unknown): void {
    ipcMain.handle(channel, (event, input: unknown) => (this.#isOurs(event.senderFrame) ? answer(event, input) : null))
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
