// Programs of the machine that code starts. Each is a dependency that no manifest declares; the one that the language itself brings is not.

import type { CodeCheck } from './finding.ts'

/** What is there wherever this code can run at all. */
const always = new Set(['node', 'npm', 'npx', 'python', 'python3', 'pip', 'ruby', 'bundle', 'rake', 'rails', 'java', 'go', 'php', 'composer', 'sh', 'bash', 'env', 'echo', 'true', 'false', '/bin/sh', '/bin/bash', '/usr/bin/env'])

const check = {
  check: '2.s8', severity: 'info' as const, means: 'The code starts a program of the machine that nothing declares: where it is missing, this fails.',
  advice: {
    node: 'Use a package from package.json that does the same, or bring the program with the app (a buildpack, the stack).', python: 'Use a package from requirements.txt that does the same, or bring the program with the app.',
    ruby: 'Use a gem that does the same (net/http in place of curl), or bring the program with the app.', java: 'Use a library from pom.xml, or bring the program with the app.',
    go: 'Use a Go package, or bring the program with the app.', php: 'Use a package from composer.json or an extension that it requires, or bring the program with the app.',
    scala: 'Use a library from build.sbt, or bring the program with the app.',
  },
}
const isTool = (match: RegExpMatchArray): boolean => !always.has(match[1] ?? match[2] ?? '')

export const systemToolChecks: readonly CodeCheck[] = [
  {
    ...check, keep: isTool,
    patterns: {
      node: /(?:(?<![.\w])(?:exec|execFile|spawn)|\b(?:child_process|cp)\.(?:exec|execFile|spawn)|\b(?:execSync|execFileSync|spawnSync))\(\s*["'`]([\w./-]+)/g,
      python: /\b(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput)\(\s*\[?|os\.(?:system|popen)\(|(?:asyncio\.)?create_subprocess_(?:exec|shell)\()\s*[frb]{0,2}["']([\w./-]+)/g,
      ruby: /(?<![.\w])(?:system|exec|spawn|(?:IO|Kernel)\.(?:popen|system)|Open3\.\w+)[( ]\s*\[?["']([\w./-]+)/g,
      java: /(?:\.exec\(\s*(?:new String\[\]\s*\{\s*)?|new ProcessBuilder\(\s*(?:(?:List|Arrays)\.(?:of|asList)\(\s*)?)"([\w./-]+)/g,
      go: /\bexec\.(?:Command\(|CommandContext\(\s*\w+(?:\.\w+\(\))?\s*,)\s*"([\w./-]+)/g,
      php: /(?<![\w>:$])(?:shell_exec|exec|system|passthru|proc_open|popen)\(\s*["']([\w./-]+)/g,
      scala: /"([\w./-]+)[^"\n]{0,400}"\s*\.?\s*!{1,2}(?!=)|\bProcess\(\s*(?:Seq\(\s*)?"([\w./-]+)/g,
    },
  },
  {
    // A backtick begins and ends; only behind the first comes what is no code.
    ...check, keep: (match, file) => isTool(match) && file.code[(match.index ?? 0) + 1] === ' ',
    patterns: { ruby: /`([\w./-]+)/g, php: /`([\w./-]+)/g },
  },
]
