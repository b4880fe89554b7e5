// What an engine tells while it works on an image: one JSON object a line, errors among them.

export type EngineLine = {
  readonly status?: string
  readonly id?: string
  readonly stream?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
  readonly aux?: { readonly ID?: string }
  readonly error?: string
  readonly errorDetail?: { readonly message?: string }
}

const lineMaxChars = 1024 * 1024

/** Ends when the work has ended. Throws what the engine says went wrong. */
export async function followEngine(stream: NodeJS.ReadableStream, heard: (line: EngineLine) => void): Promise<void> {
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineMaxChars) throw new Error('the engine answers with something that is no progress')
    for (const line of lines) hear(line, heard)
  }
  hear(rest, heard)
}

function hear(text: string, heard: (line: EngineLine) => void): void {
  if (text.trim() === '') return
  const line = parsed(text)
  const error = line.errorDetail?.message ?? line.error
  if (error !== undefined) throw new Error(error)
  heard(line)
}

function parsed(text: string): EngineLine {
  try {
    return JSON.parse(text) as EngineLine
  } catch {
    throw new Error(`the engine answers with something that is no progress: ${text.slice(0, 100)}`)
  }
}
