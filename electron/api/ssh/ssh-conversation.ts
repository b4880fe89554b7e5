// SSH over any connection: who calls is asked first; then sessions with or without a terminal, files to read, and ports to reach, as far as
// the guest may. OpenSSH and the `ssh2` that the Heroku CLI has in it are the clients it was measured with.

import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import { answerFiles } from './ssh-files.ts'
import type { SshGuest } from './ssh-guest.ts'
import type { HostKey } from './ssh-key.ts'
import { answerSession } from './ssh-session.ts'

export type SshConversation = {
  readonly hostKey: HostKey
  /** Null: not let in, with this key or at all. */
  admit(auth: ssh2.AuthContext): SshGuest | null
}

/** To say who one is. */
const admissionMs = 10_000
const maxTries = 10
const maxSessions = 32
const loopback = new Set(['0.0.0.0', '127.0.0.1', 'localhost', '::1', ''])

/** Takes the connection over. */
export function converse(socket: Duplex, { hostKey, admit }: SshConversation): void {
  socket.on('error', () => socket.destroy())
  const server = new ssh2.Server({ hostKeys: [hostKey.privateKey], ident: 'Dynarium' }, (client) => {
    const late = setTimeout(() => socket.destroy(), admissionMs)
    let guest: SshGuest | null = null
    let tries = 0
    client.on('error', () => socket.destroy())
    client.on('close', () => clearTimeout(late))
    client.on('authentication', (auth) => {
      guest = admit(auth)
      if (guest !== null) auth.accept()
      else if (++tries > maxTries) socket.destroy()
      else auth.reject(['publickey'])
    })
    client.on('ready', () => {
      clearTimeout(late)
      if (guest === null) return void socket.destroy()
      welcome(client, guest)
    })
  })
  // It is told a Socket, and asks no more of it than a Duplex has.
  server.injectSocket(socket as Socket)
}

function welcome(client: ssh2.Connection, guest: SshGuest): void {
  let sessions = 0
  client.on('session', (accept, reject) => {
    if (++sessions > maxSessions) return void reject()
    const session = accept()
    answerSession(session, guest)
    if (guest.readFile !== null) answerFiles(session, guest.readFile)
  })
  const { reach } = guest
  client.on('tcpip', (accept, reject, { destIP: host, destPort: port }) => {
    // From a dyno's own place only its own ports are reached, which are this machine's.
    if (reach === null || !loopback.has(host)) return void reject()
    void reach(port).then((far) => {
      const near = accept()
      near.on('error', () => far.destroy())
      far.on('error', () => near.destroy())
      near.on('close', () => far.destroy())
      near.pipe(far).pipe(near)
    }, () => reject())
  })
}
