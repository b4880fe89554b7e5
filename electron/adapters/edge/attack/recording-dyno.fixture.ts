// A dyno that keeps every byte it received, answers only what it is sure of, and says in the answer which request it answers. What it
// received is then also read by node:http, which shares no code with it.

import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Target } from '../../../../shared/domain/route.ts'
import { readConnection, readRequest, type StrictRequest } from './strict-request.fixture.ts'

export type Recorded = { readonly requests: readonly StrictRequest[]; readonly trouble: string | null; readonly left: number; readonly bytes: Buffer; readonly open: boolean }

export type RecordingDyno = {
  readonly target: Target
  /** One for each connection that brought bytes. */
  recorded(): Recorded[]
  /** Forgets what it recorded on connections that are closed, and of the open ones all up to now. */
  forget(): void
  open(): number
  close(): void
}

/** The answer names its request, so an answer that reaches the wrong client is seen. */
export const answerFor = ({ method, target }: StrictRequest): string => {
  const body = `${method} ${target}`
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${method === 'HEAD' ? '' : body}`
}

/** `ends`: the dyno closes its connection behind it. */
export type Said = string | { readonly bytes: string; readonly ends: boolean }

export async function openRecordingDyno(answer: (request: StrictRequest) => Said = answerFor): Promise<RecordingDyno> {
  let records: { bytes: Buffer[]; open: boolean }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const record: { bytes: Buffer[]; open: boolean } = { bytes: [], open: true }
    records.push(record)
    sockets.add(socket)
    let waiting = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('close', () => {
      record.open = false
      sockets.delete(socket)
    })
    socket.on('data', (chunk) => {
      record.bytes.push(chunk)
      waiting = Buffer.concat([waiting, chunk])
      for (;;) {
        const reading = readRequest(waiting)
        if (reading.kind === 'ambiguous') return void socket.destroy()
        if (reading.kind === 'incomplete' || waiting.length === 0) return
        waiting = waiting.subarray(reading.length)
        const said = answer(reading.request)
        socket.write(Buffer.from(typeof said === 'string' ? said : said.bytes, 'latin1'))
        if (typeof said !== 'string' && said.ends) return void socket.end()
      }
    })
  })
  const port = await listening(server)
  return {
    target: { dynoId: 'id-web.1', name: 'web.1', host: '127.0.0.1', port, state: 'healthy' },
    recorded: () => records.filter(({ bytes }) => bytes.length > 0).map(({ bytes: pieces, open }) => {
      const bytes = Buffer.concat(pieces)
      return { ...readConnection(bytes), bytes, open }
    }),
    forget: () => {
      records = records.filter(({ open }) => open)
      for (const record of records) record.bytes = []
    },
    open: () => sockets.size,
    close: () => {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    },
  }
}

export type SecondOpinion = {
  /** `METHOD target bodylength` of each request that node:http sees in these bytes, and whether it found a fault. */
  read(bytes: Buffer): Promise<{ readonly requests: readonly string[]; readonly fault: string | null }>
  close(): void
}

export const summary = ({ method, target, body }: Pick<StrictRequest, 'method' | 'target' | 'body'>): string => `${method} ${target} ${body.length}`

/** node:http in its strict mode. */
export async function openSecondOpinion(): Promise<SecondOpinion> {
  const seen = new Map<number, { requests: string[]; fault: string | null }>()
  const server = createHttpServer({ insecureHTTPParser: false, maxHeaderSize: 16 * 1024 * 1024 }, (request, response) => {
    let length = 0
    request.on('data', (chunk: Buffer) => (length += chunk.length))
    request.on('end', () => {
      seen.get(request.socket.remotePort ?? 0)?.requests.push(`${request.method} ${request.url} ${length}`)
      response.end()
    })
  })
  server.maxHeadersCount = 0
  server.on('connection', (socket: Socket) => seen.set(socket.remotePort ?? 0, { requests: [], fault: null }))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const found = seen.get((socket as Socket).remotePort ?? 0)
    if (found !== undefined) found.fault = error.code ?? error.message
    socket.destroy()
  })
  const port = await listening(server)
  return {
    read: (bytes) => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
      const own = new Promise<number>((known) => socket.once('connect', () => known(socket.localPort ?? 0)))
      socket.resume().on('error', () => {})
      socket.on('close', () => void own.then((local) => {
        resolve(seen.get(local) ?? { requests: [], fault: 'not seen' })
        seen.delete(local)
      }))
    }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}
