// Files of a dyno over SSH, to read alone (`heroku ps:copy`). A file is read once, when it is opened; pieces of it are given in any order.

import ssh2 from 'ssh2'

const { STATUS_CODE: status, OPEN_MODE: mode } = ssh2.utils.sftp
const regularFile = 0o100644
const maxOpen = 8

export function answerFiles(session: ssh2.Session, readFile: (path: string) => Promise<Buffer>): void {
  session.on('sftp', (accept) => {
    const sftp = accept()
    const files = new Map<number, Buffer>()
    let next = 0
    let underWay = 0

    sftp.on('OPEN', (id, path, flags) => {
      if ((flags & ~mode.READ) !== 0 || files.size + underWay >= maxOpen) return void sftp.status(id, status.PERMISSION_DENIED)
      underWay++
      void readFile(path).finally(() => underWay--).then((bytes) => {
        const handle = next++
        files.set(handle, bytes)
        sftp.handle(id, handleOf(handle))
      }, () => void sftp.status(id, status.NO_SUCH_FILE))
    })
    sftp.on('FSTAT', (id, handle) => {
      const bytes = files.get(numberOf(handle))
      if (bytes === undefined) return void sftp.status(id, status.FAILURE)
      sftp.attrs(id, { mode: regularFile, size: bytes.length, uid: 0, gid: 0, atime: 0, mtime: 0 })
    })
    sftp.on('READ', (id, handle, offset, length) => {
      const piece = files.get(numberOf(handle))?.subarray(offset, offset + length)
      if (piece === undefined) sftp.status(id, status.FAILURE)
      else if (piece.length === 0) sftp.status(id, status.EOF)
      else sftp.data(id, piece)
    })
    sftp.on('CLOSE', (id, handle) => void sftp.status(id, files.delete(numberOf(handle)) ? status.OK : status.FAILURE))
    sftp.on('REALPATH', (id, path) => void sftp.name(id, [{ filename: path, longname: path, attrs: { mode: regularFile, size: 0, uid: 0, gid: 0, atime: 0, mtime: 0 } }]))
  })
}

function handleOf(number: number): Buffer {
  const handle = Buffer.alloc(4)
  handle.writeUInt32BE(number)
  return handle
}

const numberOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE() : -1)
