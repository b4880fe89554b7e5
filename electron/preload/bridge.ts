import type { CloseChoice, Place, WindowCommand } from '../../shared/protocol/window.ts'
import type { EngineState } from '../main/engine-messages'

/** `window.dynarium`: what the page may ask of the window. Everything about the platform goes over the port instead. */
export type DynariumBridge = {
  /** Node's name of the operating system: 'linux', 'darwin', 'win32'. */
  readonly platform: string
  /**
   * Asks for a connection to the engine. It arrives as soon as an engine is ready, as a window message whose data is
   * 'dynarium:port' with the MessagePort in `ports[0]`. Close the port on 'pagehide'. Do not listen for its 'close':
   * Chrome 114 crashes on a reload with such a listener; `onEngineState` tells when the engine is lost, then ask again.
   */
  connect(): void
  onEngineState(listener: (state: EngineState) => void): void
  /** @returns whether the address was one that may be opened: on this machine, or a known page. */
  openExternal(address: string): Promise<boolean>
  /** @returns the chosen folder's path, or null when the person cancelled. */
  pickFolder(): Promise<string | null>
  /** The path of a file or folder dropped on the window. */
  pathForFile(file: File): string
  /** Somewhere to go, from a deep link or the command line; also when it came before the page did. */
  onPlace(listener: (place: Place) => void): void
  /** What was chosen in a menu and is the page's to do. */
  onCommand(listener: (command: WindowCommand) => void): void
  /** What closing the last window does while dynos run. */
  closeChoice(): Promise<CloseChoice>
  setCloseChoice(choice: CloseChoice): Promise<void>
  /** The page's own zoom: 1 is the ordinary size. */
  setZoom(factor: number): void
}
