// Shows what is being done and how long is left. A terminal gets one line that is redrawn, a log gets few plain lines.
// An estimate is the time this step took here before; the first time it is a stated guess, and once passed we say so.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheDir } from './paths.mjs'

const TERMINAL_INTERVAL_MS = 250
const LOG_INTERVAL_MS = 10_000
const FIRST_GUESS_MS = { install: 45_000, 'runtime-official': 90_000, 'runtime-fallback': 90_000, build: 8_000, apt: 180_000, stack: 300_000, 'small-stack': 60_000 }
const timingsFile = () => join(cacheDir(), 'timings.json')

/** How long this step took here before, or a first guess. */
export function expectedMs(key) {
  return readTimings()[key] ?? FIRST_GUESS_MS[key] ?? 10_000
}

/**
 * What is left, in words.
 * @param {{ elapsedMs: number, expectedMs: number, fraction?: number }} state fraction 0..1 where it is really known
 */
export function timeLeft({ elapsedMs, expectedMs: expected, fraction }) {
  if (fraction !== undefined && fraction > 0.02 && elapsedMs > 1000) {
    return `about ${seconds((elapsedMs / fraction) * (1 - fraction))} left`
  }
  if (elapsedMs < expected) return `about ${seconds(expected - elapsedMs)} left`
  return `longer than expected, ${seconds(elapsedMs)} so far`
}

/**
 * Runs one step and shows it. `work` gets `report({ done, total })` for progress it really knows, in bytes.
 * @template T
 * @param {{ key: string, title: string, stream?: NodeJS.WritableStream & { isTTY?: boolean } }} step
 * @param {(report: (progress: { done: number, total: number }) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step({ key, title, stream = process.stdout }, work) {
  const startedAt = Date.now()
  const expected = expectedMs(key)
  let known = { done: 0, total: 0 }
  const draw = () => {
    const elapsedMs = Date.now() - startedAt
    const fraction = known.total > 0 ? Math.min(known.done / known.total, 1) : undefined
    const amount = known.total > 0 ? ` ${megabytes(known.done)} of ${megabytes(known.total)} MB,` : ''
    write(stream, `${title}:${amount} ${timeLeft({ elapsedMs, expectedMs: expected, fraction })}`)
  }
  draw()
  const timer = setInterval(draw, stream.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)
  try {
    const result = await work((progress) => (known = progress))
    const tookMs = Date.now() - startedAt
    rememberTiming(key, tookMs)
    write(stream, `${title}: done in ${seconds(tookMs)}`, true)
    return result
  } catch (error) {
    write(stream, `${title}: failed after ${seconds(Date.now() - startedAt)}`, true)
    throw error
  } finally {
    clearInterval(timer)
  }
}

function write(stream, line, final = false) {
  stream.write(stream.isTTY ? `\r\u001b[2K  ${line}${final ? '\n' : ''}` : `  ${line}\n`)
}

function readTimings() {
  try {
    return JSON.parse(readFileSync(timingsFile(), 'utf8'))
  } catch {
    return {} // No earlier run on this machine.
  }
}

function rememberTiming(key, tookMs) {
  try {
    mkdirSync(dirname(timingsFile()), { recursive: true })
    writeFileSync(timingsFile(), JSON.stringify({ ...readTimings(), [key]: tookMs }))
  } catch {
    // Timings only make estimates better; a read-only cache is no reason to stop.
  }
}

export function seconds(ms) {
  const whole = Math.max(1, Math.round(ms / 1000))
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

const megabytes = (bytes) => Math.round(bytes / 1e6)
