// Kept logs. First the thread alone: how long searches over a million lines take, and how many lines a second it can take. Then the whole
// platform: the router's p99 at a steady rate without log load, with 50,000 lines a second of which nothing is kept, and with all of
// them kept; side by side, in turn.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { root } from '../setup/paths.mjs'
import { median, ms, pause, range } from './figures.mjs'
import { withHost } from './host.mjs'
import { openProtocol } from './protocol.mjs'

const run = promisify(execFile)
const million = 1_000_000
const rounds = 5
const mostMs = 150
const queries = [
  ['a word in one line', 'request-777777 '], ['a word in no line', 'zebra'], ['a status', 'status=503'], ['in every line', 'e'], ['two words', 'tea 503'], ['a phrase', '"queries in"'],
  ['without', 'error -router'], ['a field', 'program:router'], ['a field and a word', 'program:web.2 rendered'], ['or, grouped', '(status=503 OR timeout) -"/health"'], ['by severity', 'severity:info -tea'],
]
const linesPerSecond = 50_000
/** One dyno's lines are taken up to 20,000 a second. */
const printers = 4
const webRate = 300
const webSeconds = 8
const webConnections = 32
/** "No effect": the ratio of p99s stays within what two equal rounds differ by. */
const mostRatio = 1.25

export async function measure() {
  return [...await searches(), ...await besideTheRouter()]
}

function line(index) {
  const id = ((index * 2_654_435_761) >>> 0).toString(16)
  if (index % 3 === 0) return `app/web.${index % 4}\tRendered /tea/${index % 977} with ${index % 9} queries in ${index % 50} ms for user ${id}${index % 101 === 0 ? ' after a timeout error' : ''}`
  return `heroku/router\tat=info method=GET path="/tea/${index % 977}?sort=price" host=calm-sea.localhost request_id=${id}-request-${index} fwd="127.0.0.1" dyno=web.${index % 4} connect=0ms service=${index % 40}ms status=${index % 100 === 0 ? 503 : 200} bytes=${index % 5000}`
}

/** Of all threads. What another program takes away from them is not in it. */
function cpuMs(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

async function searches() {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-bench-logs-'))
  const worker = new Worker(join(root, 'out/main/search-thread.cjs'), { workerData: { folder } })
  const asks = new Map()
  let last = 0
  worker.on('message', (message) => {
    asks.get(message.ask)?.(message.answer)
    asks.delete(message.ask)
  })
  const ask = (question) => new Promise((resolve) => {
    asks.set(++last, resolve)
    worker.postMessage({ kind: 'ask', ask: last, question })
  })
  try {
    worker.postMessage({ kind: 'open', log: { id: 'bench', sender: 'calm-sea', archiveDays: 7 } })
    const batches = Array.from({ length: million / 1000 }, (_, batch) => {
      const rows = Array.from({ length: 1000 }, (_, index) => line(batch * 1000 + index).split('\t'))
      return { at: new Float64Array(1000).fill(Date.now()), heads: rows.map(([head]) => head).join('\n'), texts: rows.map(([, text]) => text).join('\n') }
    })
    await ask({ call: 'facts', id: 'bench' })
    const [begin, before] = [performance.now(), process.cpuUsage()]
    for (const lines of batches) worker.postMessage({ kind: 'lines', id: 'bench', lines })
    const { lines, memoryBytes, archiveBytes } = await ask({ call: 'facts', id: 'bench' })
    const [took, packing] = [performance.now() - begin, cpuMs(before)]
    const rows = []
    for (const [what, query] of queries) {
      const times = []
      const cpu = []
      let matched = 0
      for (let round = 0; round < rounds; round += 1) {
        const [asked, used] = [performance.now(), process.cpuUsage()]
        const answer = await ask({ call: 'search', id: 'bench', order: { query, limit: 200 } })
        times.push(performance.now() - asked)
        cpu.push(cpuMs(used))
        matched = answer.matched
      }
      rows.push({ what: `${what}: ${matched.toLocaleString('en')} of ${lines.toLocaleString('en')} lines`, value: `${range(times, ms)}, CPU ${ms(median(cpu))}`, target: `<= ${mostMs} ms`, met: median(times) <= mostMs })
    }
    return [
      { what: 'lines taken, packed and archived', value: `${Math.round((lines / took) * 1000).toLocaleString('en')}/s`, target: `>= ${linesPerSecond.toLocaleString('en')}/s`, met: (lines / took) * 1000 >= linesPerSecond },
      { what: `  CPU of ${linesPerSecond.toLocaleString('en')} lines`, value: ms((packing / lines) * linesPerSecond) },
      { what: '  memory, archives', value: `${Math.round(memoryBytes / 2 ** 20)} MB, ${Math.round(archiveBytes / 2 ** 20)} MB` }, ...rows,
    ]
  } finally {
    await worker.terminate()
    rmSync(folder, { recursive: true, force: true })
  }
}

const printer = `
const rate = Number(process.argv[2]), begin = performance.now()
let printed = 0
const step = () => {
  const due = Math.floor((performance.now() - begin) / 1000 * rate)
  let text = ''
  for (; printed < due; printed += 1) text += 'Rendered /tea/' + printed % 977 + ' with ' + printed % 9 + ' queries in ' + printed % 50 + ' ms for user ' + printed + '\\n'
  if (text !== '') process.stdout.write(text)
  setTimeout(step, 10)
}
step()
`

async function besideTheRouter() {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-bench-logs-'))
  const file = (name, text) => writeFileSync(join(folder, name), text)
  file('Procfile', `web: node web.js\nprinter: node printer.js ${linesPerSecond / printers}\n`)
  file('package.json', '{ "name": "bench", "version": "1.0.0", "private": true }\n')
  file('package-lock.json', '{ "name": "bench", "version": "1.0.0", "lockfileVersion": 3, "packages": {} }\n')
  file('web.js', "require('http').createServer((request, response) => response.end('ok')).listen(process.env.PORT)\n")
  file('printer.js', printer)
  try {
    return await withHost(async (host) => {
      const protocol = await openProtocol(host)
      await protocol.call('apps:create', { name: 'bench-0' })
      await protocol.call('apps:create', { name: 'bench-loud' })
      for (const name of ['bench-0', 'bench-loud']) await host.api('POST', `/apps/${name}/builds`, { source_blob: { url: `file://${folder}` } })
      while (!(await host.api('GET', '/apps/bench-0/dynos')).some(({ state }) => state === 'up')) await pause(50)
      while (!(await host.api('GET', '/apps/bench-loud/dynos')).some(({ state }) => state === 'up')) await pause(50)
      const print = async (on) => {
        await protocol.call('ps:scale', { app: 'bench-loud', changes: [{ type: 'printer', quantity: on ? printers : 0 }] })
        await pause(on ? 4000 : 2000)
      }
      const keep = async (on) => {
        if (!on) {
          await protocol.call('addons:destroy', { addOn: 'bench-log', confirm: 'bench-loud' })
          while (await protocol.call('addons:config', { addOn: 'bench-log' }).then(() => true, () => false)) await pause(50)
          return
        }
        await protocol.call('addons:create', { app: 'bench-loud', service: 'papertrail:liatorp', name: 'bench-log' })
        await pause(2000)
      }
      const paced = async () => JSON.parse((await run(process.execPath, [join(root, 'scripts/bench/router/paced.mjs'), host.routerPort, webRate, webSeconds, webConnections].map(String))).stdout)
      const results = { quiet: [], loud: [], kept: [], quietAgain: [] }
      let kept = null
      for (let round = 0; round < 3; round += 1) {
        results.quiet.push(await paced())
        results.quietAgain.push(await paced())
        await print(true)
        results.loud.push(await paced())
        await print(false)
        await keep(true)
        await print(true)
        const before = await protocol.call('papertrail:info', { addOn: 'bench-log' })
        const began = performance.now()
        results.kept.push(await paced())
        const after = await protocol.call('papertrail:info', { addOn: 'bench-log' })
        const { matched } = await protocol.call('papertrail:search', { addOn: 'bench-log', query: 'rendered', limit: 1 })
        kept = { perSecond: ((after.lines - before.lines) / (performance.now() - began)) * 1000, missed: after.missed, matched }
        await print(false)
        await keep(false)
      }
      protocol.close()
      const p99 = (name) => median(results[name].map((one) => one.p99))
      const ratio = (a, b) => median(results[a].map((one, index) => one.p99 / results[b][index].p99))
      const words = (value) => `${value.toFixed(2)} ms`
      return [
        { what: `router's p99 at ${webRate}/s, quiet`, value: words(p99('quiet')) },
        { what: '  again, as a measure of noise (ratio)', value: `${ratio('quietAgain', 'quiet').toFixed(2)}x` },
        { what: `  beside ${linesPerSecond.toLocaleString('en')} lines/s, none kept`, value: words(p99('loud')) },
        { what: `  beside as many, all kept`, value: words(p99('kept')) },
        { what: '  lines kept a second, missed', value: `${Math.round(kept.perSecond).toLocaleString('en')}/s, ${kept.missed}` },
        { what: '  ratio kept / not kept (median of rounds)', value: `${ratio('kept', 'loud').toFixed(2)}x`, target: `<= ${mostRatio}x`, met: ratio('kept', 'loud') <= mostRatio },
        { what: '  ratio kept / quiet (median of rounds)', value: `${ratio('kept', 'quiet').toFixed(2)}x` },
      ]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
