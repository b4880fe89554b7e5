// Archives of a few small files and folders that belong to the user that servers run as, or to nobody in particular.

import { Header } from 'tar'

/** Has no name in most images, and no rights in any. */
const user = { uid: 999, gid: 999 } as const
export const userText = `${user.uid}:${user.gid}`

const blockBytes = 512

export function fileTar(path: string, text: string, owner: typeof user | null = user): Buffer {
  const bytes = Buffer.from(text)
  const padding = Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)
  return Buffer.concat([headerOf({ path, type: 'File', size: bytes.length, mode: owner === null ? 0o644 : 0o600, ...(owner ?? { uid: 0, gid: 0 }) }), bytes, padding, Buffer.alloc(2 * blockBytes)])
}

export const folderTar = (paths: readonly string[]): Buffer => Buffer.concat([...paths.map((path) => headerOf({ path: `${path}/`, type: 'Directory', size: 0, mode: 0o700, ...user })), Buffer.alloc(2 * blockBytes)])

function headerOf(fields: { readonly path: string; readonly type: 'File' | 'Directory'; readonly size: number; readonly mode: number; readonly uid: number; readonly gid: number }): Buffer {
  const header = Buffer.alloc(blockBytes)
  new Header({ ...fields, mtime: new Date(0) }).encode(header, 0)
  return header
}
