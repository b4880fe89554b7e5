// Programs of ours inside a dyno's container: short ones that are waited for, and companions that stay until they are ended. Docker can
// not end what it was asked to run in a container, so a companion says its number first, and another program ends it by that.

import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { Duplex } from 'node:stream'
import { createFrameReader } from './frames.ts'

/** What it printed. Throws when it failed, with what it said. */
export async function runInside(docker: Docker, container: Container, command: readonly string[]): Promise<string> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
  const stream = await exec.start({ hijack: true, stdin: false })
  const pieces: Buffer[] = []
  stream.on('data', createFrameReader((bytes) => pieces.push(Buffer.from(bytes))))
  await ended(stream)
  const said = Buffer.concat(pieces).toString('utf8').trim()
  const { ExitCode: status } = await exec.inspect()
  if (status !== 0 && status !== null) throw new Error(said === '' ? `${command[0] ?? ''} ended with status ${status} in the container.` : said)
  return said
}

export type Companion = {
  readonly stream: Duplex
  onLine(handler: (line: string) => void): void
  hasEnded(): boolean
  end(): Promise<void>
}

/** `program` becomes the process whose number was said. It resolves when that runs. */
export async function startCompanion(docker: Docker, container: Container, program: readonly string[]): Promise<Companion> {
  const exec = await container.exec({ Cmd: ['bash', '-c', 'echo "$$"; exec "$@"', 'dynarium', ...program], AttachStdin: true, AttachStdout: true, AttachStderr: true })
  const stream = await exec.start({ hijack: true, stdin: true })
  const handlers: ((line: string) => void)[] = []
  let text = ''
  let hasEnded = false
  stream.on('error', () => {})
  stream.on('data', createFrameReader((bytes) => {
    const lines = (text + bytes.toString('utf8')).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) for (const handler of handlers) handler(line)
  }))
  const over = ended(stream).then(() => void (hasEnded = true))
  const pid = await new Promise<number>((resolve, reject) => {
    handlers.push((line) => resolve(Number(line)))
    void over.then(() => reject(new Error(`${program[0] ?? ''} could not be started in the container.`)))
  })
  handlers.length = 0
  return {
    stream,
    onLine: (handler) => handlers.push(handler),
    hasEnded: () => hasEnded,
    end: async () => {
      if (!hasEnded) await runInside(docker, container, ['bash', '-c', 'kill -KILL -- "-$1" 2>/dev/null || kill -KILL "$1"', 'dynarium', String(pid)]).catch(() => {})
      stream.destroy()
    },
  }
}

function ended(stream: Duplex): Promise<void> {
  return new Promise((settle) => {
    stream.once('end', settle)
    stream.once('close', settle)
    stream.resume()
  })
}
