import type { ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { PostgresHostWorld } from '../../engine/ports/postgres-host.contract.ts'
import type { PostgresSink } from '../../engine/ports/postgres-host.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { createNativeHost, serversFolder } from './native-host.ts'

export type HostWorld = PostgresHostWorld & { readonly dataDir: string }

/** Making a template takes longer than most tests: the first world of a run of tests lends its own to the others. */
const lenders = new Map<string, string>()
afterAll(() => {
  for (const folder of lenders.values()) rmSync(folder, { recursive: true, force: true })
})

export async function makeHost(kind: 'embedded' | 'local', sink?: PostgresSink): Promise<HostWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-postgres-'))
  await borrowTemplate(kind, dataDir)
  const host = createNativeHost({ kind, dataDir, onTrouble: (error) => {
    throw error
  } })
  if (sink !== undefined) host.connect(sink)
  return {
    host, dataDir, noSuchFile: join(dataDir, 'not-there'),
    close: async () => {
      await host.close()
      await removeTree(dataDir)
    },
  }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${limitMs / 1000} s: ${what}`)
    await new Promise((soon) => setTimeout(soon, 20))
  }
}

export async function borrowTemplate(kind: 'embedded' | 'local', dataDir: string): Promise<void> {
  const lender = lenders.get(kind) ?? mkdtempSync(join(tmpdir(), 'dynarium-postgres-template-'))
  if (!lenders.has(kind)) {
    lenders.set(kind, lender)
    const host = createNativeHost({ kind, dataDir: lender, onTrouble: () => {} })
    await host.create('one', {})
    await host.close()
  }
  const [from, to] = [join(lender, serversFolder(kind)), join(dataDir, serversFolder(kind))]
  if (!existsSync(from)) return
  mkdirSync(to)
  copyFileSync(join(from, 'password'), join(to, 'password'))
  for (const name of readdirSync(from).filter((one) => one.startsWith('template-'))) symlinkSync(join(from, name), join(to, name))
}

/** The first that has the word in it; rejects when the program ends before. */
export function lineOf(child: ChildProcess, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const line = text.split('\n').find((one) => one.includes(word))
      if (line !== undefined) resolve(line)
    })
    child.once('exit', () => reject(new Error(`it ended: ${text}`)))
  })
}
