import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { parseSync, Visitor } from 'vite'
import { isTest, repository, type SourceFile } from './source-files'

const SCRIPT = /\.tsx?$/

/**
 * Runs dependency-cruiser over TypeScript sources and returns what breaks the rules, one line each.
 *
 * It can not read TypeScript by itself here (its parser is TypeScript's old compiler API), so it is given a mirror of the
 * tree: for each file one of the same name that holds its imports and nothing else, type-only and lazy ones included.
 */
export async function brokenRules(files: readonly SourceFile[], rules: IForbiddenRuleType[]): Promise<string[]> {
  const mirror = mkdtempSync(join(tmpdir(), 'import-graph-'))
  try {
    const rooms = writeMirror(files, mirror)
    const { output } = await cruise(rooms, {
      baseDir: mirror,
      doNotFollow: { path: 'node_modules' },
      validate: true,
      ruleSet: { forbidden: rules },
    }, { extensions: ['.ts.js', '.tsx.js', '.js'], mainFiles: ['index'], exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] })
    const { violations } = (output as ICruiseResult).summary
    const lines = violations.map(({ rule, from, to }) => `${rule.name}: ${ourName(from)} -> ${ourName(to)}`)
    lines.sort()
    return lines
  } finally {
    rmSync(mirror, { recursive: true, force: true })
  }
}

function writeMirror(files: readonly SourceFile[], mirror: string): string[] {
  symlinkSync(join(repository, 'node_modules'), join(mirror, 'node_modules'), 'junction')
  cpSync(join(repository, 'package.json'), join(mirror, 'package.json'))
  const rooms = new Set<string>()
  for (const file of files) {
    if (isTest(file.path)) continue
    const isScript = SCRIPT.test(file.path)
    const target = join(mirror, isScript ? `${file.path}.js` : file.path)
    mkdirSync(dirname(target), { recursive: true })
    // Styles and data only have to exist, so that an import of them leads somewhere.
    writeFileSync(target, isScript ? importsOf(file).map((name) => `import ${JSON.stringify(name)}\n`).join('') : '')
    if (isScript) rooms.add(file.path.split('/')[0] as string)
  }
  return [...rooms]
}

/** Every module a file names, however it does: import, type import, re-export, lazy import, import type, require. */
export function importsOf({ path, text }: SourceFile): string[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} can not be read: ${errors[0]?.message}`)
  const names = new Set<string>()
  const add = (source: unknown): void => {
    const value = (source as { value?: unknown } | null)?.value
    if (typeof value === 'string') names.add(value)
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0])
    },
  }).visit(program)
  return [...names]
}

const ourName = (path: string): string => path.replace(/(\.tsx?)\.js$/, '$1').replace(/^.*(node_modules\/)/, '$1')
