// The programs of one build in its container, one after the other or at once. They share a way to be cancelled, which ends the
// container with all of them.

import { randomUUID } from 'node:crypto'
import { StringDecoder } from 'node:string_decoder'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import type { ProgramOptions, ProgramRunner } from '../parts/build-programs.ts'
import { createPace } from '../parts/pace.ts'
import type { BuildContainer } from './build-container.ts'
import { dockerFailed, statusOf } from './docker-error.ts'
import { createFrameReader } from './frames.ts'
import { createMarkedOutput } from './marked-output.ts'

export type ContainerPrograms = ProgramRunner & {
  /** As `capture`, and gives it `input`. */
  feed(options: Omit<ProgramOptions, 'output'>, input: Buffer): Promise<{ readonly exitStatus: number; readonly text: string }>
  /** The work, unless the build is cancelled or its container lost before. */
  orEnd<T>(work: Promise<T>): Promise<T>
  check(): void
  cancel(): void
  onCancel(handler: () => void): () => void
}

type Extras = { readonly withinMs?: number; readonly input?: Buffer }
type Exec = Awaited<ReturnType<BuildContainer['container']['exec']>>

const captureBytes = 1024 * 1024
/** How long a container whose programs all ended at once may take to be known as lost. */
const lostWithinMs = 2000
const killed = 137

/**
 * Runs a program in a group of its own, and ends what is left of the group when it ended. A program that is not there is said in our
 * words. A fresh loss to the kernel's out-of-memory killer is said too: the status alone tells nobody.
 */
const wrapper = `exec 6<&0 2>/dev/null
set -m
dynarium_mark="$1" dynarium_cwd="$2" dynarium_outputs="$3" dynarium_limit="$4" dynarium_memory="$5" dynarium_input="$6"
shift 6
dynarium_end() { printf '%s%s\\n' "$dynarium_mark" "$1"; exit 0; }
dynarium_say() { if [ "$dynarium_outputs" = both ]; then printf '%s\\n' "$1"; fi; }
dynarium_ooms() {
  local key value
  for key in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [ -r "$key" ] && while read -r key value; do [ "$key" = oom_kill ] && printf '%s' "$value"; done <"$key"
  done
}
cd -- "$dynarium_cwd" || { dynarium_say "$dynarium_cwd: no such folder"; dynarium_end 127; }
case "$1" in */*) ;; *) type -P -- "$1" >/dev/null || { dynarium_say "$1: command not found"; dynarium_end 127; } ;; esac
if [ "$dynarium_outputs" = both ]; then exec 5>&1; else exec 5>/dev/null; fi
if [ "$dynarium_input" = no ]; then exec 6</dev/null; fi
dynarium_before="$(dynarium_ooms)"
if [ "$dynarium_limit" != 0 ]; then set -- timeout -s KILL "$dynarium_limit" "$@"; fi
(exec "$@" <&6 2>&5 5>&- 6<&-) &
wait "$!"
dynarium_status="$?"
kill -KILL -- "-$!"
if [ "$dynarium_status" != 0 ] && [ "$(dynarium_ooms)" != "$dynarium_before" ]; then dynarium_say "Ended for want of memory: a build may have $dynarium_memory."; fi
dynarium_end "$dynarium_status"`

export function createContainerPrograms(build: BuildContainer, memoryBytes: number): ContainerPrograms {
  const { container } = build
  const handlers = new Set<() => void>()
  let isCancelled = false
  let refuse: (error: Error) => void = () => {}
  const cancelled = new Promise<never>((_, reject) => (refuse = reject))
  cancelled.catch(() => {})

  function check(): void {
    if (isCancelled) throw new PlatformError('build-cancelled')
  }

  function orEnd<T>(work: Promise<T>): Promise<T> {
    const told = work.catch(async (error: unknown): Promise<never> => {
      if (error instanceof PlatformError) throw error
      // When the container is gone that is why, and about to be known.
      await lostOrLater()
      throw statusOf(error) === 0 ? error : dockerFailed('The build', error)
    })
    return Promise.race([told, cancelled, build.lost])
  }

  const lostOrLater = (): Promise<unknown> => Promise.race([build.lost, new Promise((resolve) => setTimeout(resolve, lostWithinMs))])

  async function start(options: ProgramOptions, { withinMs = 0, input }: Extras): Promise<number> {
    check()
    const mark = `\u0001${randomUUID()}\u0002`
    const told = [mark, options.cwd, options.outputs, String(withinMs / 1000), byteSize(memoryBytes), input === undefined ? 'no' : 'yes']
    const hasInput = input !== undefined
    const exec = await container.exec({
      Cmd: ['bash', '--noprofile', '--norc', '-c', wrapper, 'build', ...told, ...options.argv],
      Env: Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
      AttachStdout: true,
      AttachStdin: hasInput,
    })
    const stream = await exec.start({ hijack: true, stdin: hasInput })
    return new Promise((resolve, reject) => {
      const decoder = new StringDecoder('utf8')
      const pace = createPace(stream)
      const pass = (text: string): void => {
        if (text !== '') options.output(text)
      }
      const marked = createMarkedOutput(Buffer.from(mark), {
        printed: (bytes) => pass(decoder.write(bytes)),
        ended: (status) => {
          pass(decoder.end())
          pace.release()
          stream.destroy()
          resolve(status)
        },
      })
      const read = createFrameReader(marked.take)
      stream.on('error', () => {})
      stream.on('data', (chunk: Buffer) => {
        read(chunk)
        pace.took(chunk.length)
      })
      stream.once('close', () => {
        pace.release()
        if (marked.status() === null) unmarked(exec).then(resolve, reject)
      })
      stream.once('end', () => stream.destroy())
      if (input !== undefined) stream.write(input)
    })
  }

  /** Somebody ended the shell that would have told the status, or the container with it. */
  async function unmarked(exec: Exec): Promise<number> {
    await lostOrLater()
    const { State: state } = await container.inspect()
    if (!state.Running) return build.lost
    const { ExitCode: status } = await exec.inspect()
    return status ?? killed
  }

  async function collect(options: Omit<ProgramOptions, 'output'>, extras: Extras): Promise<{ exitStatus: number; text: string }> {
    let text = ''
    const exitStatus = await orEnd(start({ ...options, output: (more) => void (text.length < captureBytes && (text += more)) }, extras))
    return { exitStatus, text }
  }

  return {
    run: (options) => orEnd(start(options, {})),
    capture: (options, withinMs) => collect(options, withinMs === undefined ? {} : { withinMs }),
    feed: (options, input) => collect(options, { input }),
    orEnd, check,
    cancel: () => {
      if (isCancelled) return
      isCancelled = true
      refuse(new PlatformError('build-cancelled'))
      for (const handler of handlers) handler()
      build.kill()
    },
    onCancel: (handler) => {
      handlers.add(handler)
      return () => void handlers.delete(handler)
    },
  }
}
