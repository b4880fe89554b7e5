// A stack made on this machine, for where no registry can be reached: a system of packages, packed by mmdebstrap or debootstrap, and
// streamed into the engine. It needs root, on Debian or Ubuntu. In namespaces of its own, so that its end leaves no mount and no process.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, mkdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews } from '../../../shared/protocol/containers.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { appFolder, dynoUser } from './container-options.ts'
import { followEngine } from './engine-lines.ts'
import type { Around } from './engine-places.ts'
import { imageTrouble } from './image-trouble.ts'
import { nameOf, stackLabels, type StackSource } from './stack-data.ts'

type Tool = { readonly name: 'mmdebstrap' | 'debootstrap'; readonly program: string }
type System = { readonly id: string; readonly suite: string; readonly components: string; readonly mirror: string | null }

/** Adds the dyno's user and its home to the tree at $1, and leaves out what is this machine's. */
const dynoUserScript = `grep -q '^[^:]*:[^:]*:${dynoUser.uid}:' "$1/etc/passwd" || {
  printf 'dyno:x:${dynoUser.uid}:${dynoUser.gid}::${appFolder}:/bin/bash\\n' >> "$1/etc/passwd"
  printf 'dyno:x:${dynoUser.gid}:\\n' >> "$1/etc/group"
}
mkdir -p "$1${appFolder}" && chown ${dynoUser.uid}:${dynoUser.gid} "$1${appFolder}"
rm -f "$1/etc/hostname" "$1/etc/resolv.conf"`

const lastLines = 200

/** @returns the stacks that came */
export async function buildStack(docker: Docker, source: StackSource, tell: (news: BringNews) => void, signal: AbortSignal, work: string, around: Around): Promise<readonly string[]> {
  const { stack, built } = source
  const system = await systemOf(source, around)
  const tool = toolOf(around)
  const from = `built here from ${built.packages.length} packages of ${system.id} ${system.suite}`
  const notes: string[] = []
  tell({ kind: 'step', text: `${built.packages.length} packages of ${system.id} ${system.suite} and what they need, by ${tool.name}. This takes several minutes.` })
  await removeTree(work)
  await mkdir(work, { recursive: true, mode: 0o755 })
  // All of it ends with the one program, and that with the engine, even one that is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc', ...argumentsOf(tool, source, system, work)], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...around.env, TMPDIR: work, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
  })
  const ended = endOf(child)
  const end = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  createInterface({ input: child.stderr }).on('line', (line) => {
    notes.push(line)
    if (notes.length > lastLines) notes.shift()
    tell({ kind: 'output', lines: [line] })
  })
  try {
    const archive = archiveOf(child, ended, notes, (done) => tell({ kind: 'progress', parts: [{ id: 'image', label: 'Into the engine', done, total: null }] }))
    // An engine hangs up on who called and says nothing for five minutes, so it is called when the archive begins to come.
    await Promise.race([once(archive, 'readable', { signal }).catch(() => {}), ended])
    await followEngine(await docker.importImage(archive, { ...nameOf(stack), changes: changesOf(stack, from), abortSignal: signal }), () => {})
    return [stack]
  } catch (error) {
    // If the program failed first, that says more than the engine, which only saw the archive break off.
    const hasFailed = child.exitCode !== null && child.exitCode !== 0
    throw imageTrouble(hasFailed ? toolError(notes) : error, signal.aborted, (why) => new PlatformError('image-build-failed', { why }))
  } finally {
    signal.removeEventListener('abort', end)
    end()
    await ended
    await removeTree(work)
  }
}

async function systemOf({ built }: StackSource, { platform, root }: Around): Promise<System> {
  const refuse = (why: string): PlatformError => new PlatformError('unsupported', { what: 'Building a stack', why, fix: 'Pull the stack, or import it from a file that a Debian or Ubuntu machine exported.' })
  if (platform !== 'linux') throw refuse('it needs Debian or Ubuntu')
  const text = await readFile(`${root}/etc/os-release`, 'utf8').catch(() => '')
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  const id = [field('ID'), ...field('ID_LIKE').split(' ')].find((name) => built.suites[name] !== undefined)
  if (id === undefined) throw refuse('it needs Debian or Ubuntu')
  if (process.getuid?.() !== 0) throw refuse('only root can do it, and Dynarium does not run as root')
  return { id, suite: built.suites[id] ?? '', components: built.components[id] ?? 'main', mirror: built.mirrors?.[id] ?? null }
}

function toolOf({ findProgram }: Around): Tool {
  for (const name of ['mmdebstrap', 'debootstrap'] as const) {
    const program = findProgram(name)
    if (program !== null) return { name, program }
  }
  throw new PlatformError('unsupported', { what: 'Building a stack', why: 'neither mmdebstrap nor debootstrap is here', fix: 'Install one of them: sudo apt-get install mmdebstrap.' })
}

/** Its standard output is the archive. */
const wholeScript = `set -e
program="$1"; tree="$2"; shift 2
"$program" "$@" >&2
set -- "$tree"
${dynoUserScript}
rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*
tar --one-file-system --numeric-owner -C "$1" -c .`

function argumentsOf({ name, program }: Tool, { built }: StackSource, { suite, components, mirror }: System, work: string): readonly string[] {
  const tree = `${work}/tree`
  const include = built.packages.length === 0 ? [] : [`--include=${built.packages.join(',')}`]
  const options = [`--variant=${built.variant}`, `--components=${components}`, ...include, ...(name === 'mmdebstrap' ? ['--format=directory'] : [])]
  return ['bash', '-c', wholeScript, 'dynarium', program, tree, ...options, suite, tree, ...(mirror === null ? [] : [mirror])]
}

/** Ends only when the program has ended well: an archive that broke off would look whole to the engine. */
function archiveOf(child: ChildProcess, ended: Promise<number | null>, notes: readonly string[], told: (done: number) => void): PassThrough {
  const archive = new PassThrough()
  // Whoever reads it is told; before that nobody has to be.
  archive.on('error', () => {})
  let bytes = 0
  child.stdout?.on('data', (chunk: Buffer) => told(bytes += chunk.length))
  child.stdout?.pipe(archive, { end: false })
  void ended.then((status) => (status === 0 ? archive.end() : archive.destroy(toolError(notes))))
  return archive
}

async function endOf(child: ChildProcess): Promise<number | null> {
  try {
    const [status] = (await once(child, 'close')) as [number | null]
    return status
  } catch {
    return null
  }
}

/** Both tools mark what went wrong with E: and say that they give up after it. */
function toolError(notes: readonly string[]): Error {
  const latestFirst = [...notes].reverse()
  const last = latestFirst.find((line) => line.startsWith('E:') && !/^E: \S+ (failed to run|received)/.test(line)) ?? latestFirst.find((line) => line.trim() !== '')
  return new Error(last === undefined ? 'it was ended' : last.replace(/^[A-Z]:\s*/, ''))
}

function changesOf(stack: string, from: string): readonly string[] {
  return [
    `LABEL ${stackLabels.stack}="${stack}" ${stackLabels.from}="${from}" ${stackLabels.builds}="true"`,
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', `WORKDIR ${appFolder}`, `USER ${dynoUser.uid}:${dynoUser.gid}`, 'CMD ["bash"]',
  ]
}
