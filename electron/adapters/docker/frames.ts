// Docker's stream of a container without a terminal: frames of eight bytes and a payload (Engine API, "Attach to a container", stream
// format). The launcher joins both outputs, so whose a frame is does not matter.

const headerBytes = 8
const lengthAt = 4

/** Gives the payload of each frame, as much of it as is there. */
export function createFrameReader(take: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0)
  let left = 0

  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (left === 0) {
        const part = chunk.subarray(at, at + headerBytes - header.length)
        header = Buffer.concat([header, part])
        at += part.length
        if (header.length < headerBytes) return
        left = header.readUInt32BE(lengthAt)
        header = Buffer.alloc(0)
        continue
      }
      const end = Math.min(chunk.length, at + left)
      take(chunk.subarray(at, end))
      left -= end - at
      at = end
    }
  }
}
