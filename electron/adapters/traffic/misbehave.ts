// One request by a client that breaks the rules, on a bare socket: node:http would not let it.

import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import type { Manner, VisitAnswer } from '../../engine/ports/traffic-source.ts'
import type { TrafficLimits } from './traffic-limits.ts'

const leaveMs = 300

const requests: Readonly<Record<Manner, (head: string) => string>> = {
  leave: (head) => `GET /sleep HTTP/1.1\r\n${head}\r\n`,
  stall: (head) => `POST /upload HTTP/1.1\r\n${head}Content-Length: 1000\r\n\r\nthe first part`,
  'bad-chunk': (head) => `POST /upload HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n`,
}

export function misbehave(port: number, host: string, manner: Manner, limits: TrafficLimits): Promise<VisitAnswer> {
  const requestId = randomUUID()
  const startedMark = performance.now()
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1')
    const late = setTimeout(() => finish(`There was no whole answer within ${limits.giveUpMs / 1000} seconds.`), limits.giveUpMs)

    function finish(problem: string | null): void {
      clearTimeout(late)
      socket.destroy()
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)
      resolve({ status: status === null ? null : Number(status[1]), totalMs: Math.round(performance.now() - startedMark), requestId, text, problem })
    }

    socket.setEncoding('latin1')
    socket.on('connect', () => {
      socket.write(requests[manner](`Host: ${host}\r\nUser-Agent: dynarium\r\nX-Request-Id: ${requestId}\r\n`), 'latin1')
      if (manner === 'leave') setTimeout(() => finish('The client went away, as it was meant to.'), leaveMs)
    })
    socket.on('data', (part: string) => {
      text = (text + part).slice(0, limits.visitTextBytes)
      if (text.includes('\r\n\r\n')) finish(null)
    })
    socket.on('close', () => finish(text === '' ? 'The connection was closed without an answer.' : null))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(`No answer came: ${error.code ?? error.message}.`))
  })
}
