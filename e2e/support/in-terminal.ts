// A program in a terminal of its own, for what asks its questions there.

import { spawn } from '@lydell/node-pty'
import { readToEnd } from '../../electron/adapters/parts/read-to-end.ts'

/** What is typed once the question stands there. */
export type Answer = readonly [question: RegExp, typed: string]
type InTerminal = { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly answers: readonly Answer[]; readonly limitMs: number }

/** Each answer is given once, in order, to what is printed after the answer before. */
export function runInTerminal([program = '', ...args]: readonly string[], { cwd, env, answers, limitMs }: InTerminal): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const terminal = spawn(program, args, { cwd, env: env as Record<string, string>, cols: 120, rows: 40 })
    readToEnd(terminal)
    let output = ''
    let answered = 0
    let from = 0
    let isLate = false
    const limit = setTimeout(() => {
      isLate = true
      terminal.kill('SIGKILL')
    }, limitMs)
    terminal.onData((text) => {
      output += text
      const [question, typed] = answers[answered] ?? []
      if (question === undefined || typed === undefined || !question.test(output.slice(from))) return
      answered++
      from = output.length
      terminal.write(typed)
    })
    terminal.onExit(({ exitCode }) => {
      clearTimeout(limit)
      resolve({ code: isLate ? null : exitCode, output: asSeen(output) })
    })
  })
}

const escape = String.fromCharCode(27)
const lineAbove = new RegExp(`[^\\n]*\\n${escape}\\[G${escape}\\[1A${escape}\\[J`, 'g')
const lineStart = `${escape}[2K${escape}[G`
const colours = new RegExp(`${escape}\\[[\\d;?]*[A-Za-z]`, 'g')

/** What stands there in the end: lines that were written over are gone, and so are colours. */
function asSeen(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replace(lineAbove, '').split('\n')
  return lines.map((line) => (line.split(lineStart).at(-1) ?? '').replace(colours, '')).join('\n')
}
