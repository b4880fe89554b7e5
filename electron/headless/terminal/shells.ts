// The same settings in the words of each shell, each value quoted so that the shell takes it for what it is.

import type { Variables } from './cli-environment.ts'

const writers = {
  sh: (name: string, value: string) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name: string, value: string) => `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  powershell: (name: string, value: string) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
  // In a file for cmd a percent sign is doubled; what stands between the quotes is kept as it is.
  cmd: (name: string, value: string) => `set "${name}=${value.replaceAll('%', '%%')}"`,
}

const removers: Readonly<Record<Shell, (name: string) => string>> = {
  sh: (name) => `unset ${name}`,
  fish: (name) => `set -e ${name}`,
  powershell: (name) => `Remove-Item Env:${name}`,
  cmd: (name) => `set "${name}="`,
}

export type Shell = keyof typeof writers
export const shells = Object.keys(writers) as readonly Shell[]
export const isShell = (text: string): text is Shell => Object.hasOwn(writers, text)

export function usualShell(platform: string, shell: string | undefined): Shell {
  if (shell?.endsWith('fish')) return 'fish'
  if (shell === undefined || shell === '') return platform === 'win32' ? 'powershell' : 'sh'
  return /(pwsh|powershell)(\.exe)?$/.test(shell) ? 'powershell' : 'sh'
}

const howTo: Readonly<Record<Shell, string>> = {
  sh: '# To use it: eval "$(npx dynarium env)"',
  fish: '# To use it: npx dynarium env --shell fish | source',
  powershell: '# To use it: npx dynarium env --shell powershell | Out-String | Invoke-Expression',
  cmd: 'rem To use it: npx dynarium env --shell cmd > dynarium-env.cmd && call dynarium-env.cmd',
}

/** `taken`: what is there and has to go. */
export function inShell(shell: Shell, variables: Variables, taken: readonly string[] = []): string {
  return `${[...variables.map(([name, value]) => writers[shell](name, value)), ...taken.map((name) => removers[shell](name)), howTo[shell]].join('\n')}\n`
}
