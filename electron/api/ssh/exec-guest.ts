// `heroku ps:exec`, `ps:copy`, `ps:forward`, `ps:socks`: programs beside a dyno's own, its files, and its ports.

import { connect, type Socket } from 'node:net'
import { permissionsOn } from '../../../shared/domain/access.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { openDynoLine, type DynoLine, type LineEngine } from '../rendezvous/dyno-line.ts'
import type { SshGuest, Wish } from './ssh-guest.ts'

/** What somebody was let into. */
export type ExecPlace = { readonly appId: string; readonly dyno: string; readonly by: string }

const maxFileBytes = 256 * 1024 * 1024
const connectMs = 5000
/** Its name comes as its input: a shell never reads it as a command. */
const readCommand = 'IFS= read -r file && cat -- "$file" 2>/dev/null'
const nobody = { pause: () => {}, resume: () => {} }

export function execGuest(engine: LineEngine, place: ExecPlace, owner: string): SshGuest {
  async function open({ command, terminal }: Wish, caller: { pause(): void; resume(): void }): Promise<DynoLine> {
    const started = await engine.call('ps:exec', { app: place.appId, dyno: place.dyno, onWire: true, ...(command === null ? {} : { command }), ...(terminal === null ? {} : { terminal }) }, place.by)
    return openDynoLine(engine, { dynoId: (started as { execId: string }).execId, by: place.by }, caller)
  }

  async function readFile(path: string): Promise<Buffer> {
    const line = await open({ command: readCommand, terminal: null }, nobody)
    const pieces: Buffer[] = []
    let length = 0
    line.type(Buffer.from(`${path.replaceAll(/[\r\n\0]/g, '')}\n`))
    const status = await line.listen(async (bytes) => {
      length += bytes.length
      if (length > maxFileBytes) throw new Error(`it has more than ${maxFileBytes} bytes`)
      pieces.push(bytes)
    }).finally(line.leave)
    if (status !== 0) throw new Error(`there is no file ${path}`)
    return Buffer.concat(pieces)
  }

  /** A dyno that is a process of this machine has its loopback; one in a container has its own, into which no way leads. */
  async function reach(port: number): Promise<Socket> {
    const { state } = engine.kernel
    const dyno = Object.values(state.dynos).find((one) => one.appId === place.appId && one.name === place.dyno && one.state.kind === 'up')
    if (dyno?.runtime !== 'process' || !permissionsOn(state, { by: place.by, owner }, place.appId).includes('operate')) throw new PlatformError('exec-not-up', { dyno: place.dyno, why: 'it is no process of this machine' })
    const far = connect({ host: '127.0.0.1', port })
    const late = setTimeout(() => far.destroy(), connectMs)
    await new Promise<void>((connected, failed) => far.once('connect', connected).once('error', failed).once('close', () => failed(new Error('it did not answer')))).finally(() => clearTimeout(late))
    return far
  }

  return { open, readFile, reach }
}
