// The one bridge between the page and the window's process. It does not grow with features: those speak over the port.
import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron'
import type { Place } from '../../shared/protocol/window.ts'
import type { DynariumBridge } from './bridge'

const zoomLeast = 0.5
const zoomMost = 3

const bridge: DynariumBridge = {
  platform: process.platform,
  connect: () => ipcRenderer.send('dynarium:connect'),
  onEngineState: (listener) => {
    ipcRenderer.on('dynarium:engine', (_event, state) => listener(state))
  },
  openExternal: (address) => ipcRenderer.invoke('dynarium:open-external', address),
  pickFolder: () => ipcRenderer.invoke('dynarium:pick-folder'),
  // Before Electron 32 a dropped file carried its path itself.
  pathForFile: (file) => webUtils?.getPathForFile(file) ?? (file as File & { path?: string }).path ?? '',
  onPlace: (listener) => {
    const take = async (): Promise<void> => {
      const place = (await ipcRenderer.invoke('dynarium:take-place')) as Place | null
      if (place !== null) listener(place)
    }
    ipcRenderer.on('dynarium:place', () => void take())
    void take()
  },
  onCommand: (listener) => {
    ipcRenderer.on('dynarium:command', (_event, command) => listener(command))
  },
  closeChoice: () => ipcRenderer.invoke('dynarium:close-choice'),
  setZoom: (factor) => webFrame.setZoomFactor(Math.min(zoomMost, Math.max(zoomLeast, factor))),
  setCloseChoice: (choice) => ipcRenderer.invoke('dynarium:set-close-choice', choice),
}

contextBridge.exposeInMainWorld('dynarium', bridge)

// A port can not cross the bridge as a value, so it travels as a message to the page itself.
ipcRenderer.on('dynarium:port', (event) => {
  window.postMessage('dynarium:port', window.location.origin, event.ports)
})
