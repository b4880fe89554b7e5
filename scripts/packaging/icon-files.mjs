// The two containers of icons: both are a table of contents and whole PNGs.

/** @typedef {{ size: number, png: Buffer }} Image */

/** Apple's names of the sizes, ordinary and for displays with two pixels a point. */
const APPLE_TYPES = [['icp4', 16], ['icp5', 32], ['ic11', 32], ['ic12', 64], ['ic07', 128], ['ic13', 256], ['ic08', 256], ['ic14', 512], ['ic09', 512], ['ic10', 1024]]

/** @param {Image[]} images @returns {Buffer} */
export function icnsOf(images) {
  const entries = APPLE_TYPES.map(([type, size]) => {
    const { png } = images.find((image) => image.size === size)
    return Buffer.concat([Buffer.from(type, 'latin1'), uint32(png.length + 8), png])
  })
  const body = Buffer.concat(entries)
  return Buffer.concat([Buffer.from('icns', 'latin1'), uint32(body.length + 8), body])
}

/** @param {Image[]} images up to 256 pixels @returns {Buffer} */
export function icoOf(images) {
  const head = Buffer.alloc(6)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length + 16 * images.length
  const contents = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.writeUInt8(size % 256, 0) // 0 stands for 256.
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([head, ...contents, ...images.map(({ png }) => png)])
}

function uint32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
