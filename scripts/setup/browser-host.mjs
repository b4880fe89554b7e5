// Where no window can be shown: runs the headless host and turns its JSON lines into words for a person.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { foreground } from './child.mjs'
import { root } from './paths.mjs'

/**
 * @param {string[]} args
 * @param {(line: string) => void} say
 * @returns {Promise<number>} the server's exit code
 */
export function serveToBrowser(args, say) {
  const server = join(root, 'out', 'main', 'serve.cjs')
  const detached = process.platform !== 'win32'
  const child = spawn(process.execPath, [server, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached })
  createInterface({ input: child.stdout }).on('line', (line) => say(inWords(line)))
  return foreground(child)
}

/** @param {string} line one line of the server's output */
export function inWords(line) {
  const message = parse(line)
  if (message?.event === 'stopped') return 'Stopped.'
  if (message?.event !== 'ready') return line
  const address = message.token ? `${message.url.replace(/\/$/, '')}/#token=${message.token}` : message.url
  return [`Dynarium is ready. Open ${address}`, `Apps are served below ${message.router}`, 'Stop it with Ctrl-C.'].join('\n')
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
