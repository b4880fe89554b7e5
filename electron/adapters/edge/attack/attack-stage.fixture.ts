// An edge under attack: in place, on real sockets, with a dyno that records, and a way to ask whether everybody else is still well.

import { connect } from 'node:net'
import type { RequestReport } from '../../../../shared/domain/route.ts'
import { openStage } from '../edge.fixture.ts'
import type { EdgeLimits } from '../edge-limits.ts'
import type { EdgeServer } from '../edge-server.ts'
import { openRecordingDyno, type RecordingDyno } from './recording-dyno.fixture.ts'
import { readAnswers, type Answers } from './strict-answer.fixture.ts'

export type Sent = Answers & { readonly closed: boolean; readonly bytes: Buffer }

export type AttackStage = {
  readonly edge: EdgeServer
  readonly dyno: RecordingDyno
  readonly reports: RequestReport[]
  /** Writes these pieces one after the other, and reads until `enough` or the connection is closed. `ends`: says that it has no more. */
  send(pieces: readonly (string | Buffer)[], enough?: (sent: Answers) => boolean, limitMs?: number, ends?: boolean): Promise<Sent>
  /** Strangers ask for something and must get exactly that: whatever was left in a kept connection shows here. */
  strangers(count?: number): Promise<void>
  close(): Promise<void>
}

const hostName = 'calm-sea-1.localhost'
const waitMs = 8000

export async function openAttackStage(limits: Partial<EdgeLimits> = {}, given?: RecordingDyno): Promise<AttackStage> {
  const dyno = given ?? (await openRecordingDyno())
  const stage = await openStage({ stopMs: 50, ...limits }, { settleMs: 20, quarantineMs: 20 })
  const { edge, reports } = stage
  stage.route('serving', [dyno.target])
  let asked = 0

  function send(pieces: readonly (string | Buffer)[], enough: (sent: Answers) => boolean = () => false, limitMs = waitMs, ends = false): Promise<Sent> {
    return new Promise((resolve) => {
      const socket = connect({ port: edge.port, host: '127.0.0.1', noDelay: true, allowHalfOpen: ends })
      const chunks: Buffer[] = []
      const methods = String(pieces[0]).startsWith('HEAD ') ? ['HEAD'] : []
      let closed = false
      const late = setTimeout(finish, limitMs)
      function finish(): void {
        clearTimeout(late)
        const bytes = Buffer.concat(chunks)
        resolve({ ...readAnswers(bytes, closed, methods), closed, bytes })
        socket.destroy()
      }
      socket.on('data', (chunk) => {
        chunks.push(chunk)
        if (enough(readAnswers(Buffer.concat(chunks), false, methods))) finish()
      })
      socket.on('error', () => {})
      socket.on('end', () => socket.end())
      socket.on('close', () => {
        closed = true
        finish()
      })
      void write(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)))
      async function write(all: readonly Buffer[]): Promise<void> {
        for (const piece of all) {
          if (!socket.writable) return
          await new Promise<void>((written) => socket.write(piece, () => setImmediate(written)))
        }
        if (ends) socket.end()
      }
    })
  }

  async function strangers(count = 2): Promise<void> {
    for (let turn = 0; turn < count; turn++) {
      const path = `/stranger-${++asked}`
      const { answers, trouble } = await send([`GET ${path} HTTP/1.1\r\nHost: ${hostName}\r\nConnection: close\r\n\r\n`])
      const [answer] = answers
      if (answers.length !== 1 || trouble !== null || answer?.status !== 200 || answer.body !== `GET ${path}`) {
        throw new Error(`a stranger asked for ${path} and got ${JSON.stringify(answers)} ${trouble ?? ''}`)
      }
    }
  }

  async function close(): Promise<void> {
    await stage.close()
    dyno.close()
  }

  return { edge, dyno, reports, send, strangers, close }
}
