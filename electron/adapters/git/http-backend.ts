// Runs `git http-backend` as the CGI program it is, for one request, and streams both ways.

import { spawn, type ChildProcess } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gitSettings, ownEnvironment } from './git-environment.ts'
import { parseCgiHead } from './cgi-head.ts'
import { endGroup } from './process-group.ts'
import { gitMissing } from './run-git.ts'

export type BackendRun = {
  readonly root: string
  /** Below root, e.g. `/<appId>.git/info/refs`. */
  readonly path: string
  readonly query: string
  readonly by: string
  readonly settings: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  /** Asked when the client goes away: may git be ended? */
  readonly mayEnd: () => boolean
  readonly log: (text: string) => void
}

export type Backend = {
  end(): void
  /** Resolves when git has ended. Rejects when no answer was begun, so that the caller can give one. */
  readonly ended: Promise<void>
}

/** What git complains about on stderr is worth a log line, not more. */
const maxComplaintLength = 2000
const acceptedLimitMs = 10_000

export function runBackend(run: BackendRun, req: IncomingMessage, res: ServerResponse): Backend {
  const child = spawn('git', [...gitSettings(run.settings), 'http-backend'], {
    env: { ...ownEnvironment(), ...cgiEnvironment(run, req), ...run.env },
    stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true,
  })
  // Resets on either side are seen as the end of the child or of the answer.
  child.stdin.on('error', () => {})
  req.on('error', () => {})
  req.pipe(child.stdin)
  res.on('close', () => {
    if (!res.writableFinished) leave(child, run.mayEnd())
  })
  child.on('exit', () => {
    // What git did not want to read still has to leave the connection.
    req.unpipe(child.stdin)
    req.resume()
  })
  return { end: () => endGroup(child), ended: relay(child, res, run.log) }
}

/** The client is gone: git ends, unless it is moving the ref of an accepted push, which takes a moment. */
function leave(child: ChildProcess, mayEnd: boolean): void {
  child.stdout?.unpipe()
  child.stdout?.resume()
  if (mayEnd) return endGroup(child)
  const insist = setTimeout(() => endGroup(child), acceptedLimitMs)
  child.once('exit', () => clearTimeout(insist))
}

function relay(child: ChildProcess, res: ServerResponse, log: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stdout = child.stdout as NonNullable<ChildProcess['stdout']>
    let head = Buffer.alloc(0)
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(0, maxComplaintLength)))
    stdout.on('data', takeHead)
    child.on('error', (error) => reject(gitMissing(error)))
    child.on('close', (status) => {
      if (complaint !== '' && status !== 0) log(`git http-backend: ${complaint.trim()}`)
      if (res.headersSent || res.destroyed) return resolve()
      reject(new Error(`git http-backend gave no answer (status ${status}): ${complaint.trim()}`))
    })

    function takeHead(chunk: Buffer): void {
      head = Buffer.concat([head, chunk])
      const parsed = parseCgiHead(head)
      if (parsed === null) return
      stdout.off('data', takeHead)
      res.writeHead(parsed.status, parsed.headers)
      // Sent now, so that the first `remote:` line is not kept back for a second one.
      res.flushHeaders()
      if (parsed.rest.length > 0) res.write(parsed.rest)
      stdout.pipe(res)
    }
  })
}

function cgiEnvironment(run: BackendRun, req: IncomingMessage): Record<string, string> {
  const env: Record<string, string> = {
    GIT_PROJECT_ROOT: run.root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: run.path, QUERY_STRING: run.query,
    REQUEST_METHOD: req.method ?? 'GET', SERVER_PROTOCOL: 'HTTP/1.1', REMOTE_USER: run.by, REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: req.headers['content-type'] ?? '', GIT_PROTOCOL: single(req.headers['git-protocol']),
  }
  const { 'content-encoding': encoding, 'content-length': length } = req.headers
  if (encoding !== undefined) env['HTTP_CONTENT_ENCODING'] = encoding
  // Absent when chunked: git then reads to the end.
  if (length !== undefined) env['CONTENT_LENGTH'] = length
  return env
}

function single(value: string | string[] | undefined): string {
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}
