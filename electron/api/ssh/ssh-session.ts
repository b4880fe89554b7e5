// A session of a caller over SSH: its terminal is the program's own, its size follows, and its end is the program's exit status.

import type ssh2 from 'ssh2'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { DynoLine } from '../rendezvous/dyno-line.ts'
import type { SshGuest, TerminalSize } from './ssh-guest.ts'

/** As a lone byte it is the end of the input, for programs on pipes and in terminals. */
const endOfInput = Buffer.of(4)
/** The Heroku CLI loses what is still on its way when the end comes at once. */
const lingerMs = 300
const unknownStatus = 255

export function answerSession(session: ssh2.Session, guest: SshGuest): void {
  let terminal: TerminalSize | null = null
  let line: DynoLine | null = null
  let isTaken = false

  session.on('pty', (accept, _reject, { cols, rows }) => {
    terminal = sizeOf(cols, rows)
    accept?.()
  })
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    terminal = sizeOf(cols, rows)
    line?.resize(terminal.columns, terminal.rows)
    accept?.()
  })
  // What it wants in its environment is OpenSSH's own choice, and not the dyno's.
  session.on('env', (_accept, reject) => void reject?.())
  session.on('shell', (accept, reject) => begin(accept, reject, null))
  session.on('exec', (accept, reject, { command }) => begin(accept, reject, command))

  function begin(accept: () => ssh2.ServerChannel, reject: () => void, command: string | null): void {
    if (isTaken) return reject()
    isTaken = true
    void talk(accept(), command)
  }

  async function talk(channel: ssh2.ServerChannel, command: string | null): Promise<void> {
    channel.on('error', () => {})
    try {
      line = await guest.open({ command, terminal }, channel)
    } catch (error) {
      return refuse(channel, error)
    }
    const { type, leave, listen, resize } = line
    channel.on('data', type)
    channel.on('end', () => type(endOfInput))
    channel.once('close', leave)
    if (terminal !== null) resize(terminal.columns, terminal.rows)
    const status = await listen((bytes) => send(channel, bytes))
    channel.off('close', leave)
    setTimeout(() => finish(channel, status ?? unknownStatus), lingerMs)
  }
}

const sizeOf = (columns: number, rows: number): TerminalSize => ({ columns: columns >= 1 ? columns : 80, rows: rows >= 1 ? rows : 24 })

function refuse(channel: ssh2.ServerChannel, error: unknown): void {
  const said = error instanceof PlatformError ? `${error.message} ${error.help}` : 'There is nothing to connect to any more.'
  channel.stderr.write(`${said}\r\n`)
  finish(channel, 1)
}

function finish(channel: ssh2.ServerChannel, status: number): void {
  if (channel.destroyed) return
  channel.exit(status)
  channel.end()
  channel.close()
}

/** Resolves when there is room for more. */
function send(channel: ssh2.ServerChannel, bytes: Buffer): Promise<void> {
  if (channel.destroyed || !channel.writable) return Promise.resolve()
  return new Promise((resolve) => {
    channel.once('close', resolve)
    channel.write(bytes, () => {
      channel.off('close', resolve)
      resolve()
    })
  })
}
