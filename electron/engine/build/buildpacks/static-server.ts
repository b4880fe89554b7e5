// The program text of the static buildpack's web server: Node only, no dependencies, one file in the slug.

export type SiteSettings = {
  /** Folder to serve, `.` for the root of the app. */
  readonly root: string
  /** /about finds about.html. */
  readonly cleanUrls: boolean
  readonly errorPage: string | null
  /** `pattern` has * for one part of a path and ** for any; later ones win. */
  readonly headers: readonly { readonly pattern: string; readonly values: Readonly<Record<string, string>> }[]
}

export function staticServer(settings: SiteSettings): string {
  return `'use strict'\nconst settings = ${JSON.stringify(settings, null, 2)}\n${program}`
}

const program = String.raw`
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')

const root = fs.realpathSync(path.resolve(__dirname, '..', settings.root))
const types = {
  html: 'text/html; charset=utf-8', htm: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8', json: 'application/json', map: 'application/json', txt: 'text/plain; charset=utf-8',
  xml: 'application/xml', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif',
  webp: 'image/webp', avif: 'image/avif', ico: 'image/x-icon', woff: 'font/woff', woff2: 'font/woff2', ttf: 'font/ttf',
  pdf: 'application/pdf', wasm: 'application/wasm', mp4: 'video/mp4', webm: 'video/webm', mp3: 'audio/mpeg',
}
// Served from the root of an app, its own settings are no pages.
const hidden = settings.root === '.' ? new Set(['Procfile', 'static.json', 'app.json']) : new Set()
const rules = settings.headers.map((rule) => ({ test: toPattern(rule.pattern), values: rule.values }))

const server = http.createServer((request, response) => {
  const started = process.hrtime.bigint()
  response.on('finish', () => {
    const ms = Number(process.hrtime.bigint() - started) / 1e6
    console.log(request.method + ' ' + request.url + ' ' + response.statusCode + ' ' + ms.toFixed(1) + 'ms')
  })
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Method not allowed')
  const urlPath = pathOf(request.url)
  if (urlPath === null) return sendText(response, 400, 'Bad request')
  const found = find(urlPath)
  if (found === null) return notFound(request, response, urlPath)
  if (found.redirect !== undefined) {
    response.writeHead(301, { location: found.redirect, 'content-length': 0 })
    return response.end()
  }
  sendFile(request, response, 200, found.file, urlPath)
})

function pathOf(url) {
  try {
    const decoded = decodeURIComponent(url.split(/[?#]/)[0])
    return decoded.startsWith('/') && !/[\0\\]/.test(decoded) ? decoded : null
  } catch {
    return null
  }
}

function find(urlPath) {
  const parts = urlPath.split('/').filter((part) => part !== '')
  if (parts.some((part) => part.startsWith('.') && part !== '.well-known')) return null
  if (parts.length === 1 && hidden.has(parts[0])) return null
  const target = path.join(root, ...parts)
  const direct = fileAt(target)
  if (direct !== null && !urlPath.endsWith('/')) return { file: direct }
  const index = fileAt(path.join(target, 'index.html'))
  // Relative links on a page of a folder need the slash. Made of the parts, it can not lead to another host.
  if (index !== null) return urlPath.endsWith('/') ? { file: index } : { redirect: '/' + parts.map(encodeURIComponent).join('/') + '/' }
  const page = settings.cleanUrls && parts.length > 0 ? fileAt(target + '.html') : null
  return page === null ? null : { file: page }
}

// A link in the site may not lead out of it.
function fileAt(target) {
  try {
    const real = fs.realpathSync(target)
    if (real !== root && !real.startsWith(root + path.sep)) return null
    return fs.statSync(real).isFile() ? real : null
  } catch {
    return null
  }
}

function notFound(request, response, urlPath) {
  const page = settings.errorPage === null ? null : fileAt(path.join(root, settings.errorPage))
  if (page === null) return sendText(response, 404, 'Not found')
  sendFile(request, response, 404, page, urlPath)
}

function sendFile(request, response, status, file, urlPath) {
  const stat = fs.statSync(file)
  const etag = '"' + stat.size.toString(16) + '-' + Math.floor(stat.mtimeMs).toString(16) + '"'
  const headers = { 'content-type': types[path.extname(file).slice(1).toLowerCase()] || 'application/octet-stream', etag }
  for (const rule of rules) if (rule.test.test(urlPath)) for (const key of Object.keys(rule.values)) headers[key.toLowerCase()] = rule.values[key]
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers)
    return response.end()
  }
  response.writeHead(status, { ...headers, 'content-length': stat.size })
  if (request.method === 'HEAD') return response.end()
  fs.createReadStream(file).on('error', () => response.destroy()).pipe(response)
}

function sendText(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) + 1 })
  response.end(text + '\n')
}

function toPattern(pattern) {
  const escaped = pattern.replace(/[.+?^{}$()|[\]\\]/g, '\\$&')
  return new RegExp('^' + escaped.split('**').map((part) => part.split('*').join('[^/]*')).join('.*') + '$')
}

// The router keeps a connection for up to 90 seconds. Closed sooner, it may be closed just as a request comes: H13.
server.keepAliveTimeout = 95_000
server.listen(Number(process.env.PORT || 5000), '0.0.0.0', () => console.log('serving ' + settings.root + ' on port ' + server.address().port))
process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
})
`
