// What a database is made of: a source, or nothing; and the host that it comes on. A copy is on the host of its source, as it begins as that
// one's files.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { attachmentsOf } from '../../../../shared/domain/add-on.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import type { PostgresHostKind } from '../../../../shared/domain/postgres.ts'
import type { PlatformState } from '../../../../shared/domain/state.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { PostgresContext } from './context.ts'

type Options = Readonly<Record<string, string>>

/** An option names a database by its add-on, by an attachment of the app (`DATABASE`), or by that one's config var (`DATABASE_URL`). */
export function databaseNamed(state: PlatformState, appId: string, text: string): AddOn | null {
  const wanted = text.replace(/_URL$/i, '').toUpperCase()
  const attachment = attachmentsOf(state, appId).find(({ name }) => name === wanted)
  return state.addOns[attachment?.addOnId ?? text] ?? Object.values(state.addOns).find(({ name }) => name === text) ?? null
}

/** The one that was asked for, or the usual one. */
export const hostNamed = ({ host }: PostgresContext, options: Options): PostgresHostKind => host.kinds.find((kind) => kind === options['host']) ?? host.usual

const refusal = (context: PostgresContext, option: string, why: string, fix: string): PlatformError => new PlatformError('addon-option-invalid', { service: context.slug, option, why, fix })

/** Before anything is written. A host that was named is looked for, so that is waited for. */
export function checkOptions(context: PostgresContext, order: { readonly appId: string; readonly plan: Plan; readonly options: Options }): Promise<void> | undefined {
  const { options } = order
  for (const [option, value] of Object.entries(options)) {
    if (option === 'fork' || option === 'follow') checkSource(context, order, option, value)
    else if (option !== 'host') throw refusal(context, option, 'there is no such option', 'It has: fork, follow, host.')
  }
  if (options['fork'] !== undefined && options['follow'] !== undefined) throw refusal(context, 'fork', 'a database is either a fork or a follower', 'Choose one of the two.')
  return options['host'] === undefined ? undefined : checkHost(context, options['host'])
}

function checkSource(context: PostgresContext, { appId, plan, options }: { readonly appId: string; readonly plan: Plan; readonly options: Options }, option: string, value: string): void {
  if (!plan.features.includes(option)) throw refusal(context, option, `${plan.title} can not do that`, 'Plans from Standard up can.')
  const source = databaseNamed(context.desk.kernel.state, appId, value)
  const database = source === null ? null : context.database(source.id)
  if (source === null || database === null || source.state !== 'provisioned') throw refusal(context, option, `${value} is no database that is there`, 'Name one by its add-on or by its attachment, e.g. DATABASE_URL.')
  if (database.follows !== null) throw refusal(context, option, `${source.name} is a follower itself`, 'Name what it follows: followers are not chained.')
  if (!context.desk.planOf(source).features.includes(option)) throw refusal(context, option, `${source.name} is on a plan that can not do that`, 'Plans from Standard up can.')
  if (option === 'follow' && database.kind === 'simulated') throw refusal(context, option, 'databases of a simulated world have no log of writes', 'Use a platform with real processes.')
  const host = options['host']
  if (host !== undefined && host !== database.kind) throw refusal(context, `host ${host}`, `${source.name} is on the host ${database.kind}, and its ${option === 'fork' ? 'forks' : 'followers'} begin as its files`, 'Leave out --host.')
}

async function checkHost(context: PostgresContext, named: string): Promise<void> {
  const { host } = context
  const kind = host.kinds.find((one) => one === named)
  if (kind === undefined) throw refusal(context, `host ${named}`, 'there is no such host', `It has: ${host.kinds.join(', ')}.`)
  const report = await host.of(kind).look()
  if (report.kind === 'trouble') throw refusal(context, `host ${named}`, report.happened.replace(/^PostgreSQL can not be used here: /, '').replace(/\.$/, ''), `${report.fix} Or leave out --host.`)
}
