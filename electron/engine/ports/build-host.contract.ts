// What every BuildHost must do: the same bodies run against the simulated host and the one of local processes.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BuildSource } from '../../../shared/domain/build.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import type { BuildHost, BuildRequest, BuildStep, Workspace } from './build-host.ts'
import { imageBuildContract, type ImagePrograms } from './image-build.contract.ts'

type Argv = readonly [string, ...string[]]

export type BuildHostFixture = {
  readonly host: BuildHost
  /** Of the apps it builds. */
  readonly runtime: RuntimeKind
  /** Makes a source of these files, path to text. */
  source(files: Readonly<Record<string, string>>): Promise<{ readonly source: BuildSource; readonly handle: string | null }>
  readonly programs: {
    readonly succeeds: Argv
    /** Ends with status 3. */
    readonly fails: Argv
    /** Runs for longer than any test. */
    readonly hangs: Argv
    /** Prints its argument. */
    echo(text: string): Argv
  }
  /** For Dockerfiles; null where there are no containers to build images in. */
  readonly images: ImagePrograms | null
  readonly presentTool: string
  readonly absentTool: string
  /** Waits for the work; where time is virtual, lets it pass until then. */
  finish<T>(work: Promise<T>): Promise<T>
  close(): Promise<void>
}

const program = (argv: Argv): BuildStep => ({ kind: 'run', label: 'a program', argv })

export function buildHostContract(name: string, make: () => Promise<BuildHostFixture>): void {
  describe(`BuildHost contract: ${name}`, () => {
    let fixture: BuildHostFixture
    let opened: Pick<Workspace, 'close'>[]
    let count = 0

    beforeEach(async () => {
      fixture = await make()
      opened = []
    })
    afterEach(async () => {
      for (const workspace of opened) await workspace.close()
      await fixture.host.stop()
      await fixture.close()
    })

    async function requestFor(files: Readonly<Record<string, string>>, appId: string, stack = 'heroku-24'): Promise<BuildRequest> {
      count += 1
      const { source, handle } = await fixture.source(files)
      return { buildId: `build-${count}`, appId, source, handle, config: { GREETING: 'hello' }, stack, runtime: fixture.runtime }
    }

    async function open(files: Readonly<Record<string, string>>, appId = 'app-1'): Promise<Workspace> {
      const request = await requestFor(files, appId)
      const workspace = await fixture.finish(fixture.host.open(request, () => {}))
      opened.push(workspace)
      return workspace
    }

    async function run(workspace: Workspace, step: BuildStep): Promise<{ readonly exitStatus: number; readonly output: string }> {
      let output = ''
      const result = await fixture.finish(workspace.run(step, (text) => {
        output += text
      }))
      return { exitStatus: result.exitStatus, output }
    }

    it('BH1 opens a tree: sorted paths, text of files, null for what is not there', async () => {
      const java = 'src/main/java/org/example/shop/web/Web.java'
      const { tree } = await open({ 'web.js': 'x', 'Procfile': 'web: node web.js\n', 'lib/deep/a.txt': 'deep', [java]: 'class Web {}' })
      expect(tree.paths).toEqual(['Procfile', 'lib/deep/a.txt', java, 'web.js'])
      expect(tree.read(java)).toBe('class Web {}')
      expect(tree.read('Procfile')).toBe('web: node web.js\n')
      expect(tree.read('lib/deep/a.txt')).toBe('deep')
      expect(tree.read('nothing.txt')).toBeNull()
      expect(tree.read('lib')).toBeNull()
    })

    it('BH2 applies .slugignore before anything looks at the tree', async () => {
      const { tree } = await open({ '.slugignore': '# docs stay home\n*.psd\n/docs\n', 'a.txt': 'a', 'art/b.psd': 'b', 'docs/c.md': 'c', 'lib/docs/d.md': 'd' })
      expect(tree.paths.filter((path) => path !== '.slugignore')).toEqual(['a.txt', 'lib/docs/d.md'])
    })

    it('BH3 refuses a source with nothing in it', async () => {
      await expect(open({})).rejects.toMatchObject({ code: 'source-empty' })
    })

    it('BH4 says, writes and removes; readFile sees the folder as it is now', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      expect((await run(workspace, { kind: 'say', text: '-----> Hello' })).output).toBe('-----> Hello\n')
      await run(workspace, { kind: 'write', path: 'sub/b.txt', text: 'b' })
      expect(await workspace.readFile('sub/b.txt')).toBe('b')
      await run(workspace, { kind: 'remove', path: 'sub' })
      expect(await workspace.readFile('sub/b.txt')).toBeNull()
      expect((await run(workspace, { kind: 'remove', path: 'sub' })).exitStatus).toBe(0)
      expect(await workspace.readFile('a.txt')).toBe('a')
    })

    it('BH5 a step may not leave the build folder', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      await expect(run(workspace, { kind: 'write', path: '../escaped.txt', text: 'x' })).rejects.toThrow()
      await expect(run(workspace, { kind: 'remove', path: '/tmp' })).rejects.toThrow()
    })

    it('BH6 runs programs and reports their status and output', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      expect((await run(workspace, program(fixture.programs.succeeds))).exitStatus).toBe(0)
      expect((await run(workspace, program(fixture.programs.fails))).exitStatus).toBe(3)
      expect((await run(workspace, program(fixture.programs.echo('seen')))).output).toContain('seen')
    })

    it('BH7 puts the absolute folders for {BUILD_DIR} and {CACHE_DIR}', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      const { output } = await run(workspace, program(fixture.programs.echo('<{BUILD_DIR}><{CACHE_DIR}/pip>')))
      expect(output).toMatch(/<(\/|[A-Z]:).*><(\/|[A-Z]:).*\/pip>/)
      expect(output).not.toContain('{')
    })

    it('BH8 a program that is not there is status 127, not an exception', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      expect((await run(workspace, program([fixture.absentTool, '--help']))).exitStatus).toBe(127)
    })

    it('BH9 probes tools', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      expect((await fixture.finish(workspace.probe(fixture.presentTool)))?.version).toMatch(/^\d+\.\d+/)
      expect(await fixture.finish(workspace.probe(fixture.absentTool))).toBeNull()
    })

    it('BH10 keeps saved folders for the next build of the same app only, until they are purged', async () => {
      const first = await open({ 'a.txt': 'a' })
      await run(first, { kind: 'write', path: 'deps/one.txt', text: '1' })
      await run(first, { kind: 'save', path: 'deps' })
      expect(await first.readFile('deps/one.txt')).toBe('1')
      await run(first, { kind: 'save', path: 'never-made' })
      await first.close()

      const other = await open({ 'a.txt': 'a' }, 'app-2')
      await run(other, { kind: 'restore', path: 'deps' })
      expect(await other.readFile('deps/one.txt')).toBeNull()

      const second = await open({ 'a.txt': 'a' })
      await run(second, { kind: 'restore', path: 'deps' })
      expect(await second.readFile('deps/one.txt')).toBe('1')
      await second.close()

      const own = await open({ 'deps/own.txt': 'mine' })
      await run(own, { kind: 'restore', path: 'deps' })
      expect([await own.readFile('deps/own.txt'), await own.readFile('deps/one.txt')]).toEqual(['mine', null])
      await own.close()

      await fixture.host.purgeCache('app-1')
      const third = await open({ 'a.txt': 'a' })
      await run(third, { kind: 'restore', path: 'deps' })
      expect(await third.readFile('deps/one.txt')).toBeNull()
    })

    it('BH11 packs reproducibly: the same files give the same id, others another', async () => {
      const files = { 'a.txt': 'a', 'lib/b.txt': 'b' }
      const one = await fixture.finish((await open(files)).pack())
      const same = await fixture.finish((await open(files, 'app-2')).pack())
      const other = await fixture.finish((await open({ ...files, 'a.txt': 'A' })).pack())
      const renamed = await fixture.finish((await open({ 'a.txt': 'a', 'lib/c.txt': 'b' })).pack())
      expect(one.slugId).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect(one.files).toBe(2)
      expect(one.bytes).toBeGreaterThan(0)
      expect(same).toEqual(one)
      expect(new Set([one.slugId, other.slugId, renamed.slugId]).size).toBe(3)
      expect(fixture.host.hasSlug(one.slugId)).toBe(true)
      await fixture.host.removeSlug(one.slugId)
      expect(fixture.host.hasSlug(one.slugId)).toBe(false)
    })

    it('BH12 cancel ends what runs with build-cancelled, and nothing runs after it', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      const running = workspace.run(program(fixture.programs.hangs), () => {})
      workspace.cancel()
      await expect(fixture.finish(running)).rejects.toMatchObject({ code: 'build-cancelled' })
      await expect(fixture.finish(workspace.run(program(fixture.programs.succeeds), () => {}))).rejects.toMatchObject({ code: 'build-cancelled' })
    })

    it('BH13 close is idempotent', async () => {
      const workspace = await open({ 'a.txt': 'a' })
      await workspace.close()
      await workspace.close()
    })

    imageBuildContract({
      fixture: () => fixture,
      open: async (files) => {
        const workspace = await fixture.finish(fixture.host.openImages(await requestFor(files, 'app-1', 'container'), () => {}))
        opened.push(workspace)
        return workspace
      },
    })
  })
}
