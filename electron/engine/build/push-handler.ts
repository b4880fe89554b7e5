// A git push arrives: which of its refs is built, what the person reads, and git's verdict. On Heroku a build may outlive a pusher who
// pressed ctrl-C, while the branch stays where it was; here the build is cancelled then, so that code and branch never part.
// Once the slug is made the release goes on: it has its number, and taking it back would be a second surprise.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause, PlatformEvent } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Push, PushAnswer, PushHandler } from '../ports/git-host.ts'
import type { BuildOrder, RunningBuild } from './build-work.ts'
import type { BuildDeps } from './deps.ts'
import { branchOf, judgeRefs } from './pushed-refs.ts'
import { refusalLines } from './verdict-text.ts'

export type StartBuild = (order: BuildOrder, pusher: (text: string) => void) => RunningBuild

export function createPushHandler(kernel: Kernel, start: StartBuild, wordsOnBranch: BuildDeps['wordsOnBranch']): Pick<PushHandler, 'admit' | 'receive'> {
  function admit(appName: string): string {
    return requireApp(kernel.state, appName).id
  }

  async function receive(pushes: readonly Push[], say: (text: string) => void, gone: (handler: () => void) => void): Promise<PushAnswer> {
    const [first] = pushes
    if (first === undefined) return { accept: true }
    const appId = admit(first.appName)
    const received = commitReceived(appId, pushes)
    try {
      const { build, skipped } = judgeRefs(pushes)
      for (const push of skipped) say(`${skippedText(push)}${wordsOnBranch(appId, branchOf(push.ref))}`)
      const accept = build === null || (await buildPush(appId, build, received.get(build), say, gone))
      await kernel.durable()
      return { accept }
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      const { ref } = pushes.find((push) => /\/(main|master)$/.test(push.ref)) ?? first
      kernel.commit(causeOf(received.get(first)), [{ type: 'push.refused', app: appId, data: { ref, code: error.code, message: error.message } }])
      for (const line of refusalLines(error, first.appName)) say(`${line}\n`)
      return { accept: false }
    }
  }

  /** One command, one event a ref. */
  function commitReceived(appId: string, pushes: readonly Push[]): Map<Push, PlatformEvent> {
    const id = kernel.ids.next()
    return new Map(pushes.map((push) => {
      const { ref, oldCommit, newCommit, by } = push
      const cause: Cause = { kind: 'command', id, name: 'git push', by, text: `git push heroku ${branchOf(ref)}` }
      const [event] = kernel.commit(cause, [{ type: 'push.received', app: appId, data: { ref, oldCommit, newCommit, by } }])
      return [push, event as PlatformEvent]
    }))
  }

  async function buildPush(appId: string, push: Push, received: PlatformEvent | undefined, say: (text: string) => void, gone: (handler: () => void) => void): Promise<boolean> {
    const app = kernel.state.apps[appId]
    if (app === undefined) throw new PlatformError('app-not-found', { app: push.appName })
    const order: BuildOrder = {
      app, source: { kind: 'git', commit: push.newCommit, subject: push.subject }, handle: push.handle,
      description: `Deploy ${push.newCommit.slice(0, 7)}`, by: push.by, cause: causeOf(received),
    }
    const build = start(order, say)
    gone(() => build.interrupt(new PlatformError('build-cancelled'), { kind: 'observed', text: 'the pusher went away' }))
    return build.done
  }

  return { admit, receive }
}

function causeOf(event: PlatformEvent | undefined): Cause {
  if (event === undefined) throw new Error('a push was not committed')
  return because(event)
}

function skippedText(push: Push): string {
  const { message, help } = new PlatformError('ref-not-built', { ref: 'non-main branch', branch: branchOf(push.ref) })
  return `${message}\n${help}\n`
}
