import { createServer } from 'node:net'

/** Below what systems give to outgoing connections, one of which could have it when it is listened on again, and below those of dynos. */
const [first, count] = [12_000, 8000]
const given = new Set<number>()

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count)
    if (given.has(port) || !(await canListen(port))) continue
    given.add(port)
    return port
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
