// What every BuildHost must do with Dockerfiles, or refuse: bodies of the BuildHost contract.

import { expect, it } from 'vitest'
import type { BuildHostFixture } from './build-host.contract.ts'
import type { BuiltImage, ImageOrder, ImageWorkspace } from './build-host.ts'

export type ImageStage = {
  fixture(): BuildHostFixture
  open(files: Readonly<Record<string, string>>): Promise<ImageWorkspace>
}

/** RUN lines of a Dockerfile. */
export type ImagePrograms = {
  /** What a Dockerfile begins with. */
  readonly base: string
  readonly fails: string
  /** Runs for longer than any test. */
  readonly hangs: string
}

const order: ImageOrder = { name: 'web', dockerfile: 'Dockerfile', target: null, args: {} }

export function imageBuildContract({ fixture, open }: ImageStage): void {
  const dockerfile = (...lines: string[]): string => [`FROM ${fixture().images?.base ?? 'scratch'}`, ...lines, ''].join('\n')

  async function build(workspace: ImageWorkspace, wanted = order): Promise<BuiltImage & { readonly output: string }> {
    let output = ''
    return { ...(await fixture().finish(workspace.build(wanted, (text) => (output += text)))), output }
  }

  const refusals = async (): Promise<boolean> => {
    if (fixture().images !== null) return false
    await expect(open({ Dockerfile: dockerfile('CMD true') })).rejects.toMatchObject({ code: 'stack-needs-containers' })
    return true
  }

  it('BH14 builds an image, tells its steps in order, and what it runs; where there are no containers that is refused', async () => {
    if (await refusals()) return
    const workspace = await open({ Dockerfile: dockerfile('RUN echo hello', 'CMD ["node", "web.js"]'), 'web.js': '1' })
    expect(workspace.tree.paths).toEqual(['Dockerfile', 'web.js'])
    const { image, bytes, layers, command, output } = await build(workspace)
    expect(image).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect([bytes > 0, layers > 0, command]).toEqual([true, true, 'node web.js'])
    expect(output).toMatch(/Step 1\/3 : FROM [\s\S]+Step 2\/3 : RUN echo hello\n[\s\S]*hello\n[\s\S]*Step 3\/3 : CMD/)
  })

  it('BH15 packs images: the same source and commands give the same slug, others another', async () => {
    if (await refusals()) return
    const files = { Dockerfile: dockerfile('COPY web.js /web.js', 'CMD node /web.js'), 'web.js': '1' }
    const slugOf = async (given: Readonly<Record<string, string>>, command: string): Promise<{ slugId: string; files: number }> => {
      const workspace = await open(given)
      const { image } = await build(workspace)
      const packed = await fixture().finish(workspace.pack({ web: { image, command }, worker: { image, command: 'node worker.js' } }))
      await workspace.close()
      return packed
    }
    const one = await slugOf(files, 'node /web.js')
    expect(one.files).toBe(1)
    expect((await slugOf(files, 'node /web.js')).slugId).toBe(one.slugId)
    const others = [await slugOf(files, 'node /other.js'), await slugOf({ ...files, 'web.js': '2' }, 'node /web.js')]
    expect(new Set([one, ...others].map(({ slugId }) => slugId)).size).toBe(3)
    expect(fixture().host.hasSlug(one.slugId)).toBe(true)
    await fixture().host.removeSlug(one.slugId)
    expect(fixture().host.hasSlug(one.slugId)).toBe(false)
  })

  it('BH16 a step that fails, a Dockerfile that is none and a stage that is not there are refused in words; the next build goes on', async () => {
    if (await refusals()) return
    const workspace = await open({ Dockerfile: dockerfile('RUN true', 'CMD true'), Failing: dockerfile(`RUN ${fixture().images?.fails ?? ''}`), Wrong: 'hello\n' })
    const refused = (dockerfileName: string, target: string | null = null) => expect(build(workspace, { ...order, dockerfile: dockerfileName, target })).rejects.toMatchObject({ code: 'image-step-failed' })
    await refused('Failing')
    await refused('Wrong')
    await refused('Dockerfile', 'nowhere')
    expect((await build(workspace)).command).toBe('true')
  })

  it('BH17 cancel ends what is built with build-cancelled, and nothing is built after it; close is idempotent', async () => {
    if (await refusals()) return
    const workspace = await open({ Dockerfile: dockerfile(`RUN ${fixture().images?.hangs ?? ''}`) })
    const running = workspace.build(order, () => {})
    running.catch(() => {})
    workspace.cancel()
    await expect(fixture().finish(running)).rejects.toMatchObject({ code: 'build-cancelled' })
    await expect(fixture().finish(workspace.build(order, () => {}))).rejects.toMatchObject({ code: 'build-cancelled' })
    await workspace.close()
    await workspace.close()
  })
}
