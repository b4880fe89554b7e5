import { constants } from 'node:fs'
import { access, chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

/**
 * Runs inside git for every push. bash, because it opens loopback connections by itself and starts in 2 ms (a Node program
 * takes 40 to 100), it is part of Git for Windows, and dynos need it anyway. The first connection carries the push and gives
 * the build's output as it comes; the second gives the verdict, so that output needs no framing.
 */
const script = `#!/usr/bin/env bash
# Hands a push to Dynarium, prints what it says while it says it, and ends with its verdict.
gone() {
  echo " !     Dynarium went away, so this push was not taken. Start it and push again." >&2
  exit 1
}
engine="/dev/tcp/127.0.0.1/$DYNARIUM_HOOK_PORT"
{ exec 3<>"$engine"; } 2>/dev/null || gone
{
  printf 'push %s\\n%s\\n' "$DYNARIUM_HOOK_SECRET" "$GIT_QUARANTINE_PATH"
  cat
  printf '\\n'
} >&3
cat <&3
{ exec 4<>"$engine"; } 2>/dev/null || gone
printf 'verdict %s\\n' "$DYNARIUM_HOOK_SECRET" >&4
read -r status <&4 || gone
exit "$status"
`

/** Writes the one hooks folder that all repositories share, and returns it. */
export async function installHook(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'hooks')
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `.pre-receive-${process.pid}`)
  await writeFile(draft, script)
  await chmod(draft, 0o755)
  const hook = join(folder, 'pre-receive')
  await rename(draft, hook)
  // git skips a hook that it may not run, and the push would be kept without a build.
  await access(hook, constants.X_OK).catch(() => {
    throw new PlatformError('unsupported', { what: 'git push', why: `programs can not be run from ${folder}`, fix: 'Choose a data folder on a disk that is not mounted "noexec".' })
  })
  return folder
}
