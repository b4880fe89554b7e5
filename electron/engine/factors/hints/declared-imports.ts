// Packages that code names and no manifest does. Java, Scala and PHP name classes, not packages: there files alone do not tell.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { hintsAt, matchesIn, placeIn, type Check, type Place } from './finding.ts'
import { codeOf, jsonOf, type Look, type SourceFile } from './look.ts'
import { declaredText, manifestOf, nodePackages } from './manifests.ts'
import { goModuleOf, nodeModules, pythonModules, rubyLibraries, pythonPackages } from './standard-libraries.ts'

const undeclared: Check = {
  check: '2.s7', severity: 'warn', means: 'The code uses a package that no manifest names: it could be there by chance, or by way of another one.',
  advice: { node: 'Add it: npm install --save.', python: 'Add it to requirements.txt.', ruby: 'Add it to the Gemfile.', go: 'Add it: go mod tidy.' },
}

export function importHints(look: Look): Hint[] {
  if (manifestOf(look) === null) return []
  const seen = new Set<string>()
  const places = codeOf(look).flatMap((file) => importsOf(look, file).filter(({ name }) => {
    const isNew = !seen.has(name)
    seen.add(name)
    return isNew && !isKnown(look, name)
  }).map(({ at }): Place => placeIn(file, at)))
  return hintsAt(look, undeclared, places)
}

function importsOf(look: Look, file: SourceFile): readonly { readonly at: number; readonly name: string }[] {
  const found = (pattern: RegExp): { at: number; name: string }[] => matchesIn(file, pattern).map((match) => ({ at: match.index ?? 0, name: match.slice(1).find((part) => part !== undefined) ?? '' }))
  switch (look.language) {
    case 'node': return found(/\b(?:require|import)\s*\(\s*["']([^"'\n]+)["']\s*\)|\bfrom\s+["']([^"'\n]+)["']|\bimport\s+["']([^"'\n]+)["']/g).map(({ at, name }) => ({ at, name: /^(@[^/]+\/[^/]+|[^/]+)/.exec(name)?.[1] ?? name }))
    case 'python': return found(/^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([A-Za-z_]\w*))/gm)
    case 'ruby': return found(/^[ \t]*require[ (]+["']([^"'\n]+)["']/gm).map(({ at, name }) => ({ at, name: name.split('/')[0] ?? name }))
    case 'go': return matchesIn(file, /^\s*import\s*\(([^)]{0,20000})\)|^\s*import\s+(?:\w+\s+)?"([^"\n]+)"/gm).flatMap((match) => {
      const at = (match.index ?? 0) + match[0].search(/\S/)
      return match[2] === undefined ? [...(match[1] ?? '').matchAll(/"([^"\n]+)"/g)].map((inner) => ({ at: (match.index ?? 0) + match[0].indexOf(inner[0]), name: inner[1] ?? '' })) : [{ at, name: match[2] }]
    })
    default: return []
  }
}

function isKnown(look: Look, name: string): boolean {
  const plain = name.toLowerCase().replaceAll('_', '-')
  switch (look.language) {
    case 'node': return /^[.#~/]|^@\/|^node:|[^\w@/.-]/.test(name) || nodeModules.has(name) || jsonOf(look.tree, 'package.json')?.['name'] === name || nodePackages(jsonOf(look.tree, 'package.json')).includes(name)
    case 'python': return pythonModules.has(name) || isLocal(look, `${name}.py`, `${name}/`) || [plain, ...(pythonPackages[name] ?? [])].some((each) => declaredText(look).includes(each))
    case 'ruby': return rubyLibraries.has(name) || isLocal(look, `${name}.rb`, `${name}/`) || declaredText(look).includes(plain)
    case 'go': return !/^[^/]*\./.test(name) || goModuleOf(look.tree.read('go.mod') ?? '', name)
    default: return true
  }
}

const isLocal = (look: Look, file: string, folder: string): boolean => look.tree.paths.some((path) => path === file || path.endsWith(`/${file}`) || path.startsWith(folder) || path.includes(`/${folder}`))
