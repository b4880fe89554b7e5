// Which tools this machine has, and in which version. Answers are remembered as long as the program is the same file, because
// asking some of them takes a second; but not those of version managers, whose shims answer by folder, and no failures, which pass.

import { statSync } from 'node:fs'
import type { Tool } from '../../engine/ports/build-host.ts'
import { firstNumber, isToolName, versionQuestion } from '../parts/tool-version.ts'
import { findOnPath } from './shell.ts'

export type AskTool = (argv: readonly string[]) => Promise<{ readonly exitStatus: number; readonly text: string }>

export type ToolProbe = { probe(tool: string, path: string, ask: AskTool): Promise<Tool | null> }

export function createToolProbe(): ToolProbe {
  const known = new Map<string, Tool>()

  async function probe(name: string, path: string, ask: AskTool): Promise<Tool | null> {
    const program = isToolName(name) ? findOnPath(name, path) : null
    if (program === null) return null
    const stats = statSync(program)
    const key = `${program} ${stats.mtimeMs} ${stats.size}`
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const { exitStatus, text } = await ask([program, ...versionQuestion(name)])
    const tool = exitStatus === 0 ? { path: program, version: firstNumber(text) } : null
    if (tool !== null && !/[\\/]shims[\\/]/.test(program)) known.set(key, tool)
    return tool
  }

  return { probe }
}
