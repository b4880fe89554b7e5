import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeExecTunnel } from './exec-tunnel.ts'

it('the CLI\'s way to SSH leads to the control port, and no other way is changed (SH3)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-tunnel-'))
  const servers = await Promise.all(['control', 'other'].map((name) => new Promise<AddressInfo & { close(): void }>((listening) => {
    const server = createServer((socket) => void socket.end(name))
    server.listen(0, '127.0.0.1', () => listening({ ...(server.address() as AddressInfo), close: () => server.close() }))
  })))
  const [control, other] = servers.map(({ port }) => port)
  const program = `const net = require('node:net')
    const hear = (socket) => new Promise((resolve) => socket.on('data', (text) => resolve(String(text))).on('error', (error) => resolve(error.code)))
    Promise.all([hear(net.connect({ host: '127.0.0.2', port: 80 })), hear(new net.Socket().connect({ host: '127.0.0.2', port: '80' })), hear(net.connect(${other}, '127.0.0.1')), hear(net.connect({ host: '127.0.0.1', port: ${other} }, () => {}))]).then((all) => console.log(all.join(' ')))`
  const file = writeExecTunnel(folder, control ?? 0)
  const said = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ['--require', file, '-e', program], (error, stdout) => (error === null ? resolve(stdout.trim()) : reject(error)))
  })
  expect(said).toBe('control control other other')
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true })
})
