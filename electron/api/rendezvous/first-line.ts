import type { Duplex } from 'node:stream'

/** The first line without its end, which may come in pieces; null when it is too long, takes too long, or the caller leaves. What comes after it is left to be read. */
export function readFirstLine(socket: Duplex, { maxBytes, limitMs }: { readonly maxBytes: number; readonly limitMs: number }): Promise<string | null> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0)
    const timer = setTimeout(() => settle(null), limitMs)

    function take(chunk: Buffer): void {
      read = Buffer.concat([read, chunk])
      const end = read.indexOf('\n')
      if (end < 0 && read.length <= maxBytes) return
      if (end < 0 || end > maxBytes) return settle(null)
      settle(read.subarray(0, end).toString('latin1').replace(/\r$/, ''))
      const rest = read.subarray(end + 1)
      if (rest.length > 0) socket.unshift(rest)
    }

    function settle(line: string | null): void {
      clearTimeout(timer)
      socket.off('data', take)
      socket.off('close', gone)
      socket.off('end', gone)
      socket.pause()
      resolve(line)
    }

    const gone = (): void => settle(null)
    socket.on('data', take)
    socket.on('close', gone)
    socket.on('end', gone)
    socket.resume()
  })
}
