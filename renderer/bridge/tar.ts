// Packs files that a browser was given into a ustar archive, so that a dropped folder can be deployed without its path.

export type TarEntry = { readonly path: string; readonly bytes: Uint8Array }

const block = 512
const nameBytes = 100
const prefixBytes = 155

export function tarArchive(entries: readonly TarEntry[]): Uint8Array {
  const sizes = entries.map((entry) => block + Math.ceil(entry.bytes.length / block) * block)
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0) + 2 * block)
  let offset = 0
  entries.forEach((entry, index) => {
    archive.set(header(entry), offset)
    archive.set(entry.bytes, offset + block)
    offset += sizes[index] ?? 0
  })
  return archive
}

function header(entry: TarEntry): Uint8Array {
  const bytes = new Uint8Array(block)
  const { name, prefix } = splitPath(entry.path)
  put(bytes, 0, name)
  put(bytes, 100, isScript(entry.bytes) ? '0000755\0' : '0000644\0')
  put(bytes, 108, '0000000\0')
  put(bytes, 116, '0000000\0')
  put(bytes, 124, `${entry.bytes.length.toString(8).padStart(11, '0')}\0`)
  put(bytes, 136, '00000000000\0')
  put(bytes, 148, '        ')
  put(bytes, 156, '0')
  put(bytes, 257, 'ustar\x0000')
  put(bytes, 345, prefix)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  put(bytes, 148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return bytes
}

/** The browser does not tell what is executable; a file that names its interpreter is. */
const isScript = (bytes: Uint8Array): boolean => bytes[0] === 0x23 && bytes[1] === 0x21

function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  if (byteLength(path) <= nameBytes) return { name: path, prefix: '' }
  for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) {
    const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)]
    if (byteLength(name) <= nameBytes && byteLength(prefix) <= prefixBytes) return { name, prefix }
  }
  throw new Error(`the path is too long: ${path}`)
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

function put(bytes: Uint8Array, at: number, text: string): void {
  bytes.set(new TextEncoder().encode(text), at)
}
