// II. Declared and isolated dependencies: two clean builds from the source alone, with empty caches, and a run in which only the language's own
// programs and the plain tools of any Unix are on the PATH. What then breaks was never declared. The build itself has the machine's tools.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { BuildDifference } from './dyno-files.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenDependencies = {
  readonly failure: string | null
  readonly difference: BuildDifference
  /** Statuses of each path with all tools and without. Null: the run without them could not be made, and why. */
  readonly hidden: { readonly isUp: boolean; readonly paths: readonly { readonly path: string; readonly plain: number | null; readonly hidden: number | null }[]; readonly complaints: readonly string[] } | { readonly why: string }
}

export function builtAlike(difference: BuildDifference): string {
  if (difference.kind === 'none') return 'Both builds gave the same slug.'
  return difference.kind === 'compiled' ? `Both builds gave the same files; only what the compiler makes differs in its bytes: ${listed(difference.paths, 2)}.` : `The two builds differ: ${listed(difference.paths)}.`
}

const plainTools = 'sh bash env cat ls mkdir rm rmdir cp mv ln sed grep egrep awk find xargs dirname basename readlink realpath sleep test expr printf echo tr cut sort uniq head tail wc date uname id tee touch chmod mktemp hostname nproc getconf stty tty which true false ps kill cksum'
const languageTools: Readonly<Record<string, string>> = {
  'Node.js': 'node npm npx yarn pnpm corepack', Python: 'python python3 pip pip3', Ruby: 'ruby bundle gem rake rackup', Java: 'java javac jar', Scala: 'java scala', Go: '', PHP: 'php composer', Static: 'node python3 ruby php',
}

/** Makes a folder of links to the tools that are left, prints its path, and stays. */
export function toolFolder(language: string | null): string {
  const tools = `${plainTools} ${languageTools[language ?? ''] ?? ''}`
  return `dir="$TMPDIR/tools"; mkdir -p "$dir"; for tool in ${tools}; do path=$(command -v "$tool") && case "$path" in /*) ln -sf "$path" "$dir/$tool";; esac; done; echo "$dir"; exec sleep 600`
}

export const complaintIn = (line: string): boolean => /command not found|: not found|ENOENT|No such file or directory|FileNotFoundError|Errno::ENOENT|executable file not found|Cannot run program/i.test(line)

export function judgeDependencies({ failure, difference, hidden }: SeenDependencies): Finding {
  if (failure !== null) return finding(2, 'fail', 'A clean build from the source alone does not succeed.', [evidence('log line', '2.d1', failure)])
  const built = evidence('release', '2.d1', 'Two builds with empty caches succeeded, from the source alone.')
  const same = evidence('diff', '2.d2', builtAlike(difference))
  if ('why' in hidden) return finding(2, 'unknown', 'Clean builds succeed, but it was not run without tools that it does not declare.', [built, same], [hidden.why])
  const complaints = hidden.complaints.slice(0, 3).map((line) => evidence('log line', '2.d3', line))
  if (!hidden.isUp) return finding(2, 'fail', 'It does not start when only the tools of its language are there.', [...complaints, built, same])
  const broken = hidden.paths.filter((one) => one.hidden !== one.plain)
  const requests = broken.map((one) => evidence('request', '2.d3', `GET ${one.path} answered ${one.plain ?? 'nothing'} with all tools of the machine, ${one.hidden ?? 'nothing'} without those it does not declare.`))
  if (broken.length > 0) return finding(2, 'fail', `It needs a tool that it does not declare: ${listed(broken.map(({ path }) => path))} ${broken.length === 1 ? 'breaks' : 'break'} without the machine's.`, [...requests, ...complaints, built])
  if (difference.kind === 'files') return finding(2, 'warn', 'It runs with the tools of its language alone, but two builds of the same source differ.', [built, same])
  const run = evidence('request', '2.d3', `${listed(hidden.paths.map(({ path }) => `GET ${path}`))} answered the same without undeclared tools.`)
  return finding(2, 'pass', 'It builds from the source alone, twice alike, and runs with the tools of its language alone.', [built, same, run], ['Only the paths above were visited. The build had the tools of the machine.'])
}
