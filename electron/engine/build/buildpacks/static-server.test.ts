// The one test here with a real process and a loopback port: the program text is only worth what it does when it runs.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { staticServer, type SiteSettings } from './static-server.ts'

type Answer = { readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> }

const site: SiteSettings = { root: 'public', cleanUrls: true, errorPage: '404.html', headers: [{ pattern: '/assets/**', values: { 'Cache-Control': 'max-age=60' } }] }
const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

describe('the static web server', () => {
  it('serves files, folders, clean URLs and its own page for what is not there', async () => {
    const get = await serve(site, { 'public/index.html': 'home', 'public/about.html': 'about', 'public/docs/index.html': 'docs', 'public/assets/a b.css': 'css', 'public/404.html': 'lost' })
    expect(await get('/')).toMatchObject({ status: 200, text: 'home', headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(await get('/about?x=1')).toMatchObject({ status: 200, text: 'about' })
    expect(await get('/docs')).toMatchObject({ status: 301, headers: { location: '/docs/' } })
    expect(await get('/docs/')).toMatchObject({ status: 200, text: 'docs' })
    expect(await get('/assets/a%20b.css')).toMatchObject({ status: 200, text: 'css', headers: { 'cache-control': 'max-age=60', 'content-type': 'text/css; charset=utf-8' } })
    expect(await get('/nothing')).toMatchObject({ status: 404, text: 'lost' })
    expect((await get('/')).headers['cache-control']).toBeUndefined()
    const { etag } = (await get('/')).headers
    expect(await get('/', { headers: { 'if-none-match': String(etag) } })).toMatchObject({ status: 304, text: '' })
    expect(await get('/', { method: 'POST' })).toMatchObject({ status: 405 })
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  it('keeps a connection longer than the router does (RT30)', async () => {
    const get = await serve(site, { 'public/index.html': 'home' })
    expect((await get('/', { headers: { connection: 'keep-alive' } })).headers['keep-alive']).toBe('timeout=95')
  })

  it('never leaves its root', async () => {
    const get = await serve({ ...site, errorPage: null }, { 'public/index.html': 'home', 'secret.txt': 'secret', 'public/.env': 'KEY=1' }, 'public/link.txt')
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/..%5csecret.txt', '//secret.txt', '/.env', '/link.txt', '/%00', '/%zz']) {
      const answer = await get(path)
      expect([path, [400, 404].includes(answer.status), answer.text.includes('secret')]).toEqual([path, true, false])
    }
    expect((await get('//example.test/..')).headers['location']).toBeUndefined()
  })

  it('hides an app\'s own settings when the root is the app', async () => {
    const get = await serve({ root: '.', cleanUrls: false, errorPage: null, headers: [] }, { 'index.html': 'home', 'Procfile': 'web: x', 'static.json': '{}' })
    expect((await get('/')).status).toBe(200)
    for (const path of ['/Procfile', '/static.json', '/.dynarium/static-server.cjs']) expect((await get(path)).status).toBe(404)
  })
})

type Get = (path: string, options?: { readonly method?: string; readonly headers?: Record<string, string> }) => Promise<Answer>

async function serve(settings: SiteSettings, files: Readonly<Record<string, string>>, linkToSecret?: string): Promise<Get> {
  const folder = mkdtempSync(join(tmpdir(), 'static-'))
  for (const [path, text] of Object.entries({ ...files, '.dynarium/static-server.cjs': staticServer(settings) })) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  if (linkToSecret !== undefined) symlinkSync(join(folder, 'secret.txt'), join(folder, linkToSecret))
  const child = spawn(process.execPath, ['.dynarium/static-server.cjs'], { cwd: folder, env: { PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  stops.push(() => ended(child).then(() => rmSync(folder, { recursive: true })))
  const port = await listening(child)
  return (path, options = {}) => ask(port, path, options)
}

function ask(port: number, path: string, options: { readonly method?: string; readonly headers?: Record<string, string> }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const port = /on port (\d+)/.exec(chunk.toString())?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    child.on('exit', () => reject(new Error('the server ended')))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.on('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
