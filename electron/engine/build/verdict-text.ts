// The last lines of a push, as Heroku prints them: launched and released, or rejected and why.

import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { detail, heading, warning } from './build-output.ts'
import type { ReleaseOutcome } from './deps.ts'

export function launchLines(hasCommand: boolean): string[] {
  const opening = ['', heading('Launching...')]
  return hasCommand ? [...opening, warning('Release command declared: this new release will not be available until the command succeeds.')] : opening
}

/** Prints once, when the version is known; the release command's own output follows. */
export function announceRelease(line: (text: string) => void, appUrl: () => string, hasCommand: boolean): (version: number) => void {
  let isSaid = false
  return (version) => {
    if (isSaid) return
    isSaid = true
    const lines = [detail(`Released v${version}`), detail(`${appUrl()} deployed to Dynarium`), '', 'Verifying deploy... done.']
    for (const text of hasCommand ? [...lines, 'Running release command...', ''] : lines) line(text)
  }
}

/** The push itself is accepted either way: the slug is there, and git keeps the commit. */
export function releaseEndLines(outcome: ReleaseOutcome, hasCommand: boolean): string[] {
  if (outcome.outcome === 'succeeded') return hasCommand ? ['Waiting for release.... done.'] : []
  return [
    'Waiting for release.... failed.',
    warning(`Release v${outcome.version} failed: ${outcome.message}`),
    warning('The push was accepted, and the release before it goes on running. Correct the release command, then push again.'),
  ]
}

export function rejectionLines(error: PlatformError, appName: string): string[] {
  return ['', warning(error.message), warning(error.help), '', warning('Push failed'), ...rejected(appName)]
}

/** Refused before anything was built. */
export function refusalLines(error: PlatformError, appName: string): string[] {
  return ['', warning(error.message), warning(error.help), ...rejected(appName)]
}

const rejected = (appName: string): string[] => ['', 'Verifying deploy...', '', `!\tPush rejected to ${appName}.`, '']
