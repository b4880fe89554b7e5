// How a tool is asked for its version, and what of its answer counts.

/** Most answer to --version. sbt would start the project, and fetch itself. */
const questions: Readonly<Record<string, readonly string[]>> = { go: ['version'], java: ['-version'], javac: ['-version'], sbt: ['--script-version'] }

export const isToolName = (name: string): boolean => /^[\w.+-]+$/.test(name)

export const versionQuestion = (tool: string): readonly string[] => questions[tool] ?? ['--version']

/** Colours are numbers too. */
export function firstNumber(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[[\d;]*m/g, '')
  return /\d+(?:\.\d+)+/.exec(plain)?.[0] ?? /\d+/.exec(plain)?.[0] ?? ''
}
