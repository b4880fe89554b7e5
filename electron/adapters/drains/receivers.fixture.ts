import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { join } from 'node:path'

/** Reads octet-counted frames out of bytes as they come. */
export function frameReader(take: (frame: string) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    let start = 0
    for (;;) {
      const space = held.indexOf(32, start)
      if (space === -1) break
      const length = Number(held.toString('latin1', start, space))
      if (!Number.isInteger(length) || length < 1) throw new Error(`no frame: ${held.toString('utf8', start, start + 50)}`)
      if (held.length < space + 1 + length) break
      take(held.toString('utf8', space + 1, space + 1 + length))
      start = space + 1 + length
    }
    held = held.subarray(start)
  }
}

/** The message of a frame, behind its header. */
export const messageOf = (frame: string): string => frame.replace(/^<\d+>1 \S+ \S+ \S+ \S+ -( -)? /, '').replace(/\n$/, '')

export type SyslogReceiver = { readonly port: number; readonly frames: readonly string[]; close(): Promise<void> }

export async function openSyslogReceiver(port = 0, tls: Certificate | null = null, serve: (socket: Socket) => void = () => {}): Promise<SyslogReceiver> {
  const frames: string[] = []
  const sockets = new Set<Socket>()
  const take = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket)).on('data', frameReader((frame) => frames.push(frame)))
    serve(socket)
  }
  const server: Server = tls === null ? createServer(take) : createTlsServer(tls, take)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, frames, close: () => closed(server, sockets) }
}

export type Posted = { readonly headers: IncomingHttpHeaders; readonly frames: readonly string[] }
export type HttpReceiver = { readonly port: number; readonly posts: readonly Posted[]; readonly accepted: readonly Posted[]; close(): Promise<void> }

/** `answer` says the status of each post. */
export async function openHttpReceiver(port = 0, tls: Certificate | null = null, answer: (posted: Posted, nth: number) => number = () => 204): Promise<HttpReceiver> {
  const posts: Posted[] = []
  const accepted: Posted[] = []
  const take: RequestListener = (req, res) => {
    const frames: string[] = []
    req.on('data', frameReader((frame) => frames.push(frame)))
    req.on('error', () => {})
    req.on('end', () => {
      const posted = { headers: req.headers, frames }
      const status = answer(posted, posts.push(posted))
      if (status >= 200 && status < 300) accepted.push(posted)
      res.writeHead(status).end()
    })
  }
  const server: HttpServer = tls === null ? createHttpServer(take) : createHttpsServer(tls, take)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('close', () => sockets.delete(socket))))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, posts, accepted, close: () => closed(server, sockets) }
}

function closed(server: Server | HttpServer, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((done) => server.close(() => done()))
}

export type Certificate = { readonly key: Buffer; readonly cert: Buffer; readonly keyFile: string; readonly certFile: string }

/** Of localhost and 127.0.0.1, signed by itself. */
export function makeCertificate(folder: string): Certificate {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' })
  return { key: readFileSync(keyFile), cert: readFileSync(certFile), keyFile, certFile }
}
