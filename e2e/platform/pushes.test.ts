import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Repository } from '../support/repository.ts'
import { useWorld } from '../support/world.ts'

const world = useWorld('pushes')
type ApiRelease = { readonly version: number; readonly status: string; readonly current: boolean }
type ApiBuild = { readonly id: string; readonly status: string }

const currentVersion = async (app: string): Promise<number | undefined> =>
  (await world.api<ApiRelease[]>('GET', `/apps/${app}/releases`)).find((release) => release.current)?.version

/** Gives the app a build script, so that its build does what a test needs. */
function withBuild(repository: Repository, script: string): void {
  const manifest = JSON.parse(repository.read('package.json')) as { scripts?: Record<string, string> }
  repository.write('package.json', JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, build: script } }, null, 2))
}

describe('a push', { timeout: 240_000 }, () => {
  it('that fails to build is rejected with the reason, and the running release is left alone (RL7)', async () => {
    const repository = await world.newApp('steady-one')
    expect((await repository.push(world.remote('steady-one'))).ok).toBe(true)
    await world.untilServed('steady-one')
    withBuild(repository, 'node -e "console.log(\'cannot find the thing\'); process.exit(3)"')
    await repository.commit('A bad idea')
    const push = await repository.push(world.remote('steady-one'))
    expect(push.ok).toBe(false)
    expect(push.output).toContain('cannot find the thing')
    expect(push.output).toContain('Push rejected, failed to compile Node.js app')
    expect(push.output).toContain('pre-receive hook declined')
    expect(await currentVersion('steady-one')).toBe(3)
    expect((await world.untilServed('steady-one')).status).toBe(200)
  })

  it('to another branch is accepted and not built', async () => {
    const repository = await world.newApp('other-branch')
    const push = await repository.push(world.remote('other-branch'), 'main:feature')
    expect(push.ok, push.output).toBe(true)
    expect(push.output).toMatch(/skipping build/)
    expect(await currentVersion('other-branch')).toBe(2)
    const main = await repository.push(world.remote('other-branch'), 'main')
    expect(main.output).toContain('Released v3')
  })

  it('of the same commit again is up to date; an empty commit builds', async () => {
    const repository = await world.newApp('again')
    await repository.push(world.remote('again'))
    expect((await repository.push(world.remote('again'))).output).toContain('Everything up-to-date')
    await repository.commit('Nothing new')
    expect((await repository.push(world.remote('again'))).output).toContain('Released v4')
  })

  it('while another one builds is told so, and the first goes on (RL8)', async () => {
    const repository = await world.newApp('two-at-once')
    const sign = join(world.work, 'may-end')
    withBuild(repository, `node -e "const timer = setInterval(() => require('fs').existsSync('${sign}') && clearInterval(timer), 50)"`)
    await repository.commit('A slow build')
    const first = repository.push(world.remote('two-at-once'))
    await eventually(() => world.api<ApiBuild[]>('GET', '/apps/two-at-once/builds'), (builds) => builds.some((build) => build.status === 'pending'))
    const second = await repository.push(world.remote('two-at-once'))
    expect(second.ok).toBe(false)
    expect(second.output).toContain('A build of two-at-once is under way')
    writeFileSync(sign, '')
    const answer = await first
    expect(answer.ok, answer.output).toBe(true)
    expect(answer.output).toContain('Released v3')
  })

  it('that the person breaks off leaves nothing half done, and the next one works', async () => {
    const repository = await world.newApp('broken-off')
    withBuild(repository, 'node -e "setTimeout(() => {}, 60000)"')
    await repository.commit('A very slow build')
    // A group of its own, because Ctrl-C in a terminal reaches all of git's processes.
    const child = spawn('git', ['push', world.remote('broken-off'), 'main'], { cwd: repository.folder, stdio: 'ignore', detached: true })
    await eventually(() => world.api<ApiBuild[]>('GET', '/apps/broken-off/builds'), (builds) => builds.some((build) => build.status === 'pending'))
    process.kill(-(child.pid ?? 0), 'SIGINT')
    await eventually(() => world.api<ApiBuild[]>('GET', '/apps/broken-off/builds'), (builds) => builds.every((build) => build.status === 'failed'))
    expect(await currentVersion('broken-off')).toBe(2)
    withBuild(repository, 'node --version')
    await repository.commit('Quicker')
    const push = await repository.push(world.remote('broken-off'))
    expect(push.ok, push.output).toBe(true)
    expect(push.output).toContain('Released v3')
  })

  it('with no language that is known says what it looked for', async () => {
    const repository = await world.newApp('what-is-it')
    for (const path of ['package.json', 'package-lock.json', 'Procfile']) repository.remove(path)
    await repository.commit('Nothing to go by')
    const push = await repository.push(world.remote('what-is-it'))
    expect(push.ok).toBe(false)
    expect(push.output).toContain('No default language could be detected for this app')
    expect(push.output).toContain('package.json')
  })

  it('with a wrong token is refused by git itself, and to an app that is not there in words', async () => {
    const repository = await world.newApp('guarded')
    const wrong = await repository.push(world.remote('guarded').replace(world.host().token, 'a'.repeat(40)))
    expect(wrong.ok).toBe(false)
    expect(wrong.output).toMatch(/Authentication failed|terminal prompts disabled/)
    const nowhere = await repository.push(world.remote('nowhere'))
    expect(nowhere.output).toContain("Couldn't find that app: nowhere")
  })

  it('whose release command fails is built, but the old release goes on (RL3)', async () => {
    const repository = await world.newApp('careful')
    await repository.push(world.remote('careful'))
    await world.untilServed('careful')
    repository.write('Procfile', repository.read('Procfile').replace(/^release:.*$/m, 'release: echo migrating; exit 7'))
    await repository.commit('A migration that fails')
    const push = await repository.push(world.remote('careful'))
    expect(push.ok, push.output).toBe(true)
    expect(push.output).toContain('migrating')
    expect(await currentVersion('careful')).toBe(3)
    const releases = await world.api<ApiRelease[]>('GET', '/apps/careful/releases')
    expect(releases.find((release) => release.version === 4)?.status).toBe('failed')
  })
})
