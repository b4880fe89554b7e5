import type { PlatformApi } from '../../support/platform-api.ts'
import type { Client } from '../../../shared/protocol/client.ts'
import type { HerokuCli, RunOptions } from '../../support/heroku-cli.ts'

/** What an invocation is judged against. */
export type Shop = { readonly api: PlatformApi; readonly cli: HerokuCli; readonly client: Client; readonly work: string; readonly controlPort: number; readonly routerPort: number }

export type Invocation = {
  /** What is typed after `heroku`. `<path>` stands for the id of the last thing there. */
  readonly line: string
  /** Each is found in what it prints, warnings included. */
  readonly prints: readonly RegExp[]
  readonly code: number
  /** What is different on the platform afterwards. Throws where it is not. */
  readonly effect: ((shop: Shop) => Promise<void>) | null
  /** Folder below the test's own that it is typed in. */
  readonly folder?: string
} & Pick<RunOptions, 'stdin' | 'answers' | 'until' | 'env'>

/** One after the other when they change something; those that only read, some at a time. */
export type Chapter = { readonly title: string; readonly reads: boolean; readonly invocations: readonly Invocation[] }

export const does = (line: string, prints: RegExp | readonly RegExp[], effect: Invocation['effect'] = null, more: Partial<Pick<Invocation, 'folder' | 'stdin' | 'answers' | 'until' | 'env' | 'code'>> = {}): Invocation => ({ line, prints: [prints].flat() as RegExp[], code: 0, effect, ...more })
export const fails = (line: string, code: number, prints: RegExp | readonly RegExp[]): Invocation => ({ line, prints: [prints].flat() as RegExp[], code, effect: null })
export const reading = (title: string, ...invocations: readonly Invocation[]): Chapter => ({ title, reads: true, invocations })
export const changing = (title: string, ...invocations: readonly Invocation[]): Chapter => ({ title, reads: false, invocations })
