import { appendFileSync } from 'node:fs'

/** What went wrong inside Dynarium itself, for whoever looks. A full disk is one of the things to be told of, and must not end the engine that tells it. */
export function createEngineLog(file: string, otherwise: (line: string) => void = (line) => void process.stderr.write(line)): (text: string) => void {
  return (text) => {
    const line = `${new Date().toISOString()} ${text.trimEnd()}\n`
    try {
      appendFileSync(file, line, { mode: 0o600 })
    } catch {
      otherwise(line)
    }
  }
}
