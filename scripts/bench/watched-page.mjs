// The built interface in Chromium without a graphics card, and what it costs: frames by the page's own clock, processor time by
// Chromium's account of its processes, bytes by what comes over the web socket.
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { pause } from './figures.mjs'

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const longFrameMs = 50

/** @param {{ url: string, token: string }} host */
export async function withPage(host, use) {
  const system = process.env['DYNARIUM_CHROMIUM'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
  const browser = await chromium.launch({ executablePath: system, args: [...flags, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 820 } })
    const troubles = []
    page.on('pageerror', (error) => troubles.push(error.message))
    const processes = await browser.newBrowserCDPSession()
    await page.goto(`${host.url}#token=${host.token}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const result = await use({ page, frames: (time) => countFrames(page, time), cpu: () => cpuSeconds(processes), bytes: (time) => countBytes(page, time) })
    if (troubles.length > 0) throw new Error(`the page had trouble: ${troubles.join('; ')}`)
    return result
  } finally {
    await browser.close()
  }
}

/** Frames of each whole second, and how many took longer than 50 ms. */
function countFrames(page, time) {
  return page.evaluate(([time, longFrameMs]) => new Promise((resolve) => {
    const start = performance.now()
    const seconds = []
    let last = start
    let long = 0
    const frame = (now) => {
      const second = Math.floor((now - start) / 1000)
      if (now - last > longFrameMs) long += 1
      last = now
      if (now - start >= time) return resolve({ perSecond: Array.from({ length: Math.floor(time / 1000) }, (_, index) => seconds[index] ?? 0), long })
      seconds[second] = (seconds[second] ?? 0) + 1
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }), [time, longFrameMs])
}

/** Seconds of processor time so far: of the page, and of the process that puts its picture together. */
async function cpuSeconds(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const sum = (type) => processInfo.filter((info) => info.type === type).reduce((total, info) => total + info.cpuTime, 0)
  return { renderer: sum('renderer'), picture: sum('GPU') }
}

async function countBytes(page, time) {
  const session = await page.context().newCDPSession(page)
  let bytes = 0
  session.on('Network.webSocketFrameReceived', ({ response }) => (bytes += response.payloadData.length))
  await session.send('Network.enable')
  await pause(time)
  await session.detach()
  return bytes / (time / 1000)
}
