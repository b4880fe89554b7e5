// A program beside a dyno's own, inside its container. Docker can not end what it was asked to run there, so it bears its id in its
// environment, which all it starts inherits, and another program ends those.

import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { DynoSink, ExecSpec } from '../../engine/ports/dyno-runtime.ts'
import type { Exit } from '../parts/exit-status.ts'
import { inputBytes } from '../parts/input-bytes.ts'
import { launcherArguments } from '../parts/launcher.ts'
import type { LiveExec } from '../parts/live-dynos.ts'
import { untilDrained } from '../parts/until-drained.ts'
import { createAttachedOutput } from './attached-output.ts'
import { appFolder } from './container-options.ts'
import { runInside } from './run-inside.ts'

const mark = 'DYNARIUM_EXEC'
const endOfInput = '\u0004'

/** For any shell, as an image of an app's own may have no other. */
const ender = `for folder in /proc/[0-9]*; do
  if tr '\\0' '\\n' 2>/dev/null < "$folder/environ" | grep -qxF -e "$1"; then kill -s "$2" "\${folder#/proc/}"; fi
done 2>/dev/null
exit 0`

/** `hasStack`: its image is a stack's, with the slug in it, and no image of the app's own. */
export async function startDockerExec({ execId, command, terminal, env, isBytes }: ExecSpec, hasStack: boolean, docker: Docker, container: Container, sink: DynoSink, exitOfStatus: (status: number) => Exit): Promise<LiveExec> {
  const variables = { ...(terminal === null ? {} : { TERM: 'xterm-256color' }), ...env, [mark]: execId }
  const exec = await container.exec({
    ...(hasStack ? { Cmd: ['bash', ...launcherArguments(command)], WorkingDir: appFolder } : { Cmd: ['/bin/sh', '-c', command] }), Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: terminal !== null,
  })
  const stream = await exec.start({ hijack: true, stdin: true, Tty: terminal !== null })
  const output = createAttachedOutput({ dynoId: execId, isRaw: true, isBytes, isTerminal: terminal !== null }, sink.output)
  const over = new Promise<void>((settle) => stream.once('end', settle).once('close', settle))
  output.read(stream)
  const resize = (columns: number, rows: number): void => void exec.resize({ w: columns, h: rows }).catch(() => {})
  if (terminal !== null) resize(terminal.columns, terminal.rows)

  async function live(): Promise<void> {
    await over
    await output.end()
    // With its container all that is known of it goes.
    const status = await exec.inspect().then(({ ExitCode: code }) => code, () => null)
    const exit = status === null ? { exitStatus: null, signal: null } : exitOfStatus(status)
    sink.observed({ kind: 'exited', dynoId: execId, ...exit, failure: null })
  }

  return {
    signal: (signal) => void runInside(docker, container, ['/bin/sh', '-c', ender, 'dynarium', `${mark}=${execId}`, signal.slice(3)]).catch(() => {}),
    write: (text) => {
      if (text === endOfInput && terminal === null) stream.end()
      else if (stream.writable && !stream.write(inputBytes(text, isBytes))) return untilDrained(stream)
    },
    hold: output.hold,
    resize,
    ended: live(),
  }
}
