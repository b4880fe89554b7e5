// Waits for the end of a container. Docker begins its answer at once and ends it with the container; the client's own call would wait
// for ever for the rest of an answer that broke off with Docker itself.

import type Docker from 'dockerode'
import type { Readable } from 'node:stream'

type Modem = { dial(options: object, done: (error: Error | null, answer: Readable) => void): void }

/** Its exit status. Rejects when Docker does not know it, or went away. */
export async function endOfContainer(docker: Docker, id: string): Promise<number> {
  const answer = await new Promise<Readable>((resolve, reject) => {
    const statusCodes = { 200: true, 400: 'bad parameter', 404: 'no such container', 500: 'server error' }
    const modem = docker.modem as Modem
    modem.dial({ path: `/containers/${id}/wait?`, method: 'POST', isStream: true, statusCodes }, (error, stream) => (error === null ? resolve(stream) : reject(error)))
  })
  let text = ''
  answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', () => {})
  await new Promise((settle) => answer.once('close', settle))
  const status = /"StatusCode":\s*(\d+)/.exec(text)?.[1]
  if (status === undefined) throw new Error('Docker went away while a container ran.')
  return Number(status)
}
