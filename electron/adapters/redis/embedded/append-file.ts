// What must last: every command that changed something, at the end of a file, before its answer is sent. So a killed server has all that it
// has answered for. It is on the disk for good within a second, as with Redis' usual setting. A file that has grown to
// twice what it would be if written anew is written anew, beside the old one, and takes its place whole.

import { closeSync, existsSync, fsync, fsyncSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { encodeCommand } from '../resp/reply.ts'
import { createRequestParser, requestLimits } from '../resp/request-parser.ts'
import type { Store } from '../store/store.ts'
import { commandsOf } from './snapshot.ts'

export type AppendFile = {
  keep(database: number, commands: readonly (readonly string[])[]): void
  /** Returns false when the disk takes nothing; it is tried again with the next. */
  flush(): boolean
  /** Null: all is well. */
  trouble(): string | null
  sizeBytes(): number
  /** False: as if the disk took nothing. */
  setRoom(hasRoom: boolean): void
  close(): void
}

export type Loaded = { readonly commands: number; readonly cutBytes: number }

const rewriteFloorBytes = 1024 * 1024
const syncMs = 1000
const readBytes = 256 * 1024

/** Hands on what the file has, command by command. What a crash left half written at its end is cut off. */
export function loadAppendFile(path: string, take: (words: string[]) => void): Loaded {
  if (!existsSync(path)) return { commands: 0, cutBytes: 0 }
  const file = openSync(path, 'r+')
  try {
    const parser = createRequestParser(requestLimits)
    let [size, whole, at, commands] = [0, 0, 0, 0]
    let together: string[][] | null = null
    const chunk = Buffer.allocUnsafe(readBytes)
    let trouble: string | null = null
    for (let bytes = readSync(file, chunk); bytes > 0 && trouble === null; bytes = readSync(file, chunk)) {
      size += bytes
      trouble = parser.push(Buffer.from(chunk.subarray(0, bytes)), (words) => {
        at += encodedBytes(words)
        if (words[0] === 'MULTI') together = []
        else if (words[0] === 'EXEC' && together !== null) {
          for (const one of together) take(one)
          commands += together.length
          together = null
        } else if (together !== null) together.push(words)
        else {
          take(words)
          commands += 1
        }
        if (together === null) whole = at
      })
    }
    // In the middle, a command that can not be read is no crash of ours, and what is behind it can not be told.
    if (trouble !== null) throw new Error(`The file ${path} can not be read from byte ${whole} on: ${trouble}.`)
    if (whole < size) ftruncateSync(file, whole)
    return { commands, cutBytes: size - whole }
  } finally {
    closeSync(file)
  }
}

export function openAppendFile(path: string, store: Store, tell: (trouble: string) => void): AppendFile {
  let file = openSync(path, 'a')
  let pending = ''
  let size = 0
  let writtenAnew = 0
  let database = -1
  let trouble: string | null = null
  let isDirty = false
  let hasRoom = true
  const timer = setInterval(() => {
    if (!isDirty) return
    isDirty = false
    fsync(file, () => {})
  }, syncMs)
  rewrite()

  function rewrite(): void {
    const beside = `${path}.new`
    const next = openSync(beside, 'w')
    try {
      let bytes = 0
      for (const text of commandsOf(store)) bytes += writeAll(next, text)
      fsyncSync(next)
      renameSync(beside, path)
      closeSync(file)
      file = next
      size = writtenAnew = bytes
      database = -1
    } catch (error) {
      closeSync(next)
      rmSync(beside, { force: true })
      throw error
    }
  }

  function keep(given: number, commands: readonly (readonly string[])[]): void {
    if (given !== database) {
      pending += encodeCommand(['SELECT', String(given)])
      database = given
    }
    if (commands.length > 1) pending += encodeCommand(['MULTI'])
    for (const command of commands) pending += encodeCommand(command)
    if (commands.length > 1) pending += encodeCommand(['EXEC'])
  }

  function flush(): boolean {
    if (pending === '') return true
    try {
      if (!hasRoom) throw new Error('No space left on device')
      const bytes = writeAll(file, pending)
      pending = ''
      size += bytes
      isDirty = true
      trouble = null
    } catch (error) {
      // What was written of it would be read as half a command.
      ftruncateSync(file, size)
      const words = error instanceof Error ? error.message : String(error)
      if (trouble === null) tell(`It can not write to its file: ${words}. It refuses changes until it can.`)
      trouble = words
      return false
    }
    if (size > rewriteFloorBytes + writtenAnew * 2) attemptRewrite()
    return true
  }

  function attemptRewrite(): void {
    try {
      rewrite()
    } catch {
      // The old file goes on; it is tried again when it has grown as much again.
      writtenAnew = size
    }
  }

  return {
    keep, flush,
    trouble: () => trouble,
    sizeBytes: () => size,
    setRoom: (has) => void (hasRoom = has),
    close: () => {
      clearInterval(timer)
      flush()
      fsyncSync(file)
      closeSync(file)
    },
  }
}

function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text, 'latin1')
  let at = 0
  while (at < bytes.length) at += writeSync(file, bytes, at)
  return bytes.length
}

const encodedBytes = (words: readonly string[]): number => words.reduce((sum, text) => sum + 5 + String(text.length).length + text.length, 3 + String(words.length).length)
