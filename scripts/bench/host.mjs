// A headless Dynarium of its own for a measurement: temporary data folder, free ports, ended and removed afterwards.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { root } from '../setup/paths.mjs'
import { pause } from './figures.mjs'

/** `args`: further options of serve. */
export async function withHost(use, args = []) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-bench-'))
  const child = spawn(process.execPath, [join(root, 'out/main/serve.cjs'), '--data-dir', dataDir, '--port', '0', '--router-port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [first] = await once(createInterface({ input: child.stdout }), 'line')
    const ready = JSON.parse(first)
    if (ready.event !== 'ready') throw new Error(`the host did not start: ${first}`)
    return await use({ ...ready, pid: child.pid, api: apiOf(ready), call: (name, input) => ask(ready, { kind: 'call', name, input }), firstItem: (name, input) => ask(ready, { kind: 'open', name, input, credit: 1 }), follow: (name, input, item) => follow(ready, { name, input }, item), routerPort: Number(new URL(ready.router).port), controlPort: Number(new URL(ready.url).port) })
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await Promise.race([once(child, 'exit'), pause(12_000).then(() => child.kill('SIGKILL'))])
    }
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export function apiOf({ url, token }) {
  return async (method, path, body) => {
    const answer = await fetch(new URL(path, url), {
      method, headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

/** In the protocol that the window speaks: says `question` when it is welcome, and passes on what comes after. */
function converse({ url, token }, question, heard) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`)
  const say = (message) => socket.send(JSON.stringify({ id: 1, ...message }))
  const asked = new Promise((resolve, reject) => {
    socket.once('open', () => socket.send(JSON.stringify({ kind: 'hello', token })))
    socket.once('error', reject)
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.kind !== 'welcome') return heard(message)
      say(question)
      resolve()
    })
  })
  return { asked, say, close: () => socket.close() }
}

/** One call, or one item of a stream. */
function ask(ready, question) {
  return new Promise((resolve, reject) => {
    const talk = converse(ready, question, (message) => {
      talk.close()
      if (message.kind === 'reply' || message.kind === 'item') resolve(message.value)
      else reject(new Error(`${question.name}: ${message.error?.message ?? JSON.stringify(message)}`))
    })
    talk.asked.catch(reject)
  })
}

/** Items of a stream as they come, until it is closed. */
async function follow(ready, question, item) {
  const { asked, say, close } = converse(ready, { kind: 'open', ...question, credit: 64 }, (message) => {
    if (message.kind !== 'item') return
    item(message.value)
    say({ kind: 'more', credit: 1 })
  })
  await asked
  return { close }
}

/** Status of one request to an app, by Host header; 0 when there was no answer. */
export const statusOf = async (port, host) => (await pageOf(port, host)).status

/** One request to an app, with the text of its answer. */
export function pageOf(port, host) {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/', headers: { host } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    request.on('error', () => resolve({ status: 0, text: '' }))
  })
}
