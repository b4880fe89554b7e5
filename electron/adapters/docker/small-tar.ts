import { Header } from 'tar'

const blockBytes = 512

/** An archive of one small file. */
export function smallTar(path: string, text: string): Buffer {
  const bytes = Buffer.from(text)
  const header = Buffer.alloc(blockBytes)
  new Header({ path, type: 'File', size: bytes.length, mode: 0o444, uid: 0, gid: 0, mtime: new Date(0) }).encode(header, 0)
  const padding = Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)
  return Buffer.concat([header, bytes, padding, Buffer.alloc(2 * blockBytes)])
}
