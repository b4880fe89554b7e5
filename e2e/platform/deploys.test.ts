import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { visit } from '../support/visit.ts'
import { useWorld } from '../support/world.ts'

const world = useWorld('deploys')

describe('deploying without git', { timeout: 240_000 }, () => {
  it('takes a folder', async () => {
    const { folder } = await world.newApp('from-folder')
    const client = await connectClient(world.host())
    await client.call('builds:create', { app: 'from-folder', source: { kind: 'folder', path: folder } })
    expect((await world.untilServed('from-folder')).text).toContain('web.1')
    client.close()
  })

  it('takes a tarball by way of the Platform API', async () => {
    const { folder } = await world.newApp('from-tarball')
    execFileSync('tar', ['-czf', join(world.work, 'source.tgz'), '--exclude=.git', '.'], { cwd: folder })
    const { source_blob: blob } = await world.api<{ source_blob: { put_url: string; get_url: string } }>('POST', '/sources')
    const put = await fetch(blob.put_url, { method: 'PUT', body: readFileSync(join(world.work, 'source.tgz')) })
    expect(put.ok).toBe(true)
    await world.api('POST', '/apps/from-tarball/builds', { source_blob: { url: blob.get_url } })
    expect((await world.untilServed('from-tarball')).text).toContain('web.1')
  })

  it('refuses a folder that is not there, in words', async () => {
    await world.newApp('no-folder')
    const client = await connectClient(world.host())
    await client.call('builds:create', { app: 'no-folder', source: { kind: 'folder', path: '/nowhere/at/all' } }).catch(() => null)
    const builds = await eventually(() => world.api<{ status: string }[]>('GET', '/apps/no-folder/builds'), (list) => list.every((build) => build.status === 'failed'))
    expect(builds.length).toBeLessThanOrEqual(1)
    client.close()
  })
})

/** A classic buildpack as third parties write them: three programs, an export file, a profile script. */
function writeBuildpack(folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const program = (name: string, lines: readonly string[]): void => {
    writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\nset -e\n${lines.join('\n')}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  program('detect', ['[ -f "$1/Procfile" ] || exit 1', 'echo "Tools"'])
  program('compile', [
    'echo "-----> Installing tools"',
    'count=$(cat "$2/count" 2>/dev/null || echo 0); count=$((count + 1)); echo "$count" > "$2/count"; echo "       build number $count"',
    'echo "       GREETING is $(cat "$3/GREETING")"',
    'mkdir -p "$1/.profile.d" "$1/tools"; echo "made by a buildpack" > "$1/tools/note"',
    'echo "export FROM_PROFILE=set-by-profile" > "$1/.profile.d/tools.sh"',
    'echo "export TOOLS_READY=yes" > "$(dirname "$0")/../export"',
  ])
  program('release', ['echo "---"', 'echo "default_process_types:"', 'echo "  console: cat tools/note"'])
}

describe('third-party buildpacks', { timeout: 240_000 }, () => {
  it('run unchanged, in order, before a built-in one, with cache, env dir and profile', async () => {
    const repository = await world.newApp('with-tools')
    const buildpack = join(world.work, 'buildpack')
    writeBuildpack(buildpack)
    const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', ...args], { cwd: buildpack })
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-q', '-m', 'tools')
    const client = await connectClient(world.host())
    await client.call('buildpacks:set', { app: 'with-tools', buildpacks: [buildpack, 'heroku/nodejs'] })
    await client.call('config:set', { app: 'with-tools', vars: { GREETING: 'good day' } })
    const first = await repository.push(world.remote('with-tools'))
    expect(first.ok, first.output).toBe(true)
    expect(first.output).toContain('build number 1')
    expect(first.output).toContain('GREETING is good day')
    await repository.commit('Again')
    expect((await repository.push(world.remote('with-tools'))).output).toContain('build number 2')
    const output = await runAttached(client, 'with-tools', 'echo "$FROM_PROFILE $(cat tools/note) $GREETING"')
    expect(output).toEqual({ text: 'set-by-profile made by a buildpack good day\r\n', exitStatus: 0 })
    client.close()
  })
})

it('a third-party buildpack that stands last supplies the default process types', { timeout: 240_000 }, async () => {
  const repository = await world.newApp('tools-last')
  const buildpack = join(world.work, 'buildpack-last')
  writeBuildpack(buildpack)
  const client = await connectClient(world.host())
  await client.call('buildpacks:set', { app: 'tools-last', buildpacks: ['heroku/nodejs', buildpack] })
  await client.call('config:set', { app: 'tools-last', vars: { GREETING: 'hello' } })
  const push = await repository.push(world.remote('tools-last'))
  expect(push.output).toMatch(/Default types for buildpack\s+-> console/)
  expect(await runAttached(client, 'tools-last', 'console')).toEqual({ text: 'made by a buildpack\r\n', exitStatus: 0 })
  client.close()
})

async function runAttached(client: Awaited<ReturnType<typeof connectClient>>, app: string, command: string): Promise<{ text: string; exitStatus: number | null }> {
  const { dynoId } = await client.call('run:start', { app, command, attach: true, terminal: { columns: 200, rows: 30 } })
  return new Promise((resolve, reject) => {
    let text = ''
    let exitStatus: number | null = null
    client.open('run', { dynoId }, (item) => {
      if (item.kind === 'output') text += item.text
      else exitStatus = item.exitStatus
    }, (error) => (error === null ? resolve({ text, exitStatus }) : reject(error)))
  })
}

describe('a one-off dyno', { timeout: 240_000 }, () => {
  it('has a real terminal, takes keys, and gives its exit status', async () => {
    const repository = await world.newApp('one-off')
    await repository.push(world.remote('one-off'))
    const client = await connectClient(world.host())
    const { dynoId } = await client.call('run:start', { app: 'one-off', command: 'bash', attach: true, terminal: { columns: 91, rows: 17 } })
    let text = ''
    const ended = new Promise<number | null>((resolve) => {
      client.open('run', { dynoId }, (item) => (item.kind === 'output' ? (text += item.text) : resolve(item.exitStatus)), () => {})
    })
    await eventually(() => client.call('run:write', { dynoId, text: '' }).then(() => text), (seen) => seen.length > 0)
    await client.call('run:write', { dynoId, text: 'stty size; echo "dyno $DYNO"; exit 3\n' })
    expect(await ended).toBe(3)
    expect(text).toContain('17 91')
    expect(text).toMatch(/dyno run\.\d{4}/)
    client.close()
  })
})

describe('the edge', { timeout: 240_000 }, () => {
  it('answers for custom domains, maintenance, blank apps and unknown hosts', async () => {
    const repository = await world.newApp('at-the-edge')
    const { routerPort } = world.host()
    const blank = await visit(routerPort, 'at-the-edge')
    expect(blank.status).toBe(503)
    await repository.push(world.remote('at-the-edge'))
    await world.untilServed('at-the-edge')
    await world.api('POST', '/apps/at-the-edge/domains', { hostname: 'shop.example.test', sni_endpoint: null })
    expect(await statusFor(routerPort, 'shop.example.test')).toBe(200)
    await world.api('PATCH', '/apps/at-the-edge', { maintenance: true })
    expect(await statusFor(routerPort, 'shop.example.test')).toBe(503)
    await world.api('PATCH', '/apps/at-the-edge', { maintenance: false })
    expect(await statusFor(routerPort, 'nobody.localhost')).toBe(404)
    const lines = await eventually(() => logText('at-the-edge'), (text) => text.includes('H80') && text.includes('shop.example.test'))
    expect(lines).toMatch(/heroku\[router\]: at=info method=GET path="\/" host=shop\.example\.test request_id=\S+ fwd="?127\.0\.0\.1"? dyno=web\.1 connect=\d+ms service=\d+ms status=200 bytes=\d+/)
    expect(lines).toContain('code=H80 desc="Maintenance mode"')
    expect(lines).toContain('code=H81 desc="Blank app"')
  })
})

function statusFor(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: '/', headers: { host }, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    }).on('error', reject)
  })
}

async function logText(app: string): Promise<string> {
  const { logplex_url: url } = await world.api<{ logplex_url: string }>('POST', `/apps/${app}/log-sessions`, { lines: 500, tail: false })
  return (await fetch(url)).text()
}
