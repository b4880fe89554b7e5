import { defaultDynoSize, dynoSizes, findDynoSize, maxDynosPerApp } from '../../../../shared/domain/dyno-sizes.ts'
import { dynosOf } from '../../../../shared/domain/state.ts'
import { byteSize } from '../../../../shared/text/amounts.ts'
import { call } from '../../../store/connection.ts'
import { openShell } from '../../../store/one-offs.ts'
import { showDrawerTab } from '../../../store/terminal.ts'
import { monthPriceChange, priceChangeWords, pricesOf, sizePriceWords } from '../../../text/price.ts'
import { whyNotInside } from '../../../text/why-not-inside.ts'
import { answered, blank, type Command, type CommandContext } from './command.ts'

export function dynoCommands({ app, types, state }: CommandContext): readonly Command[] {
  if (app === null) return []
  const { id, formation } = app
  const prices = pricesOf(state)
  const dynos = dynosOf(state, id)
  const scalable = types.filter((type) => type !== 'release')
  const entryOf = (type: string) => (Object.hasOwn(formation, type) ? formation[type] : undefined) ?? { quantity: 0, size: defaultDynoSize }
  const scale = scalable.flatMap((type): readonly Command[] => {
    const entry = entryOf(type)
    const price = (quantity: number): string => priceChangeWords(monthPriceChange(formation, types, type, { ...entry, quantity }, prices), prices)
    const near = [entry.quantity + 1, entry.quantity - 1].filter((quantity) => quantity >= 0 && quantity <= maxDynosPerApp)
    return [
      {
        id: `scale-${type}`, group: 'Dynos', title: `Scale ${type} to _`, note: `${entry.quantity} × ${entry.size} now`,
        questions: [{ label: `Number of ${type} dynos`, start: String(entry.quantity), problem: (text) => (/^\d{1,3}$/.test(text) && Number(text) <= maxDynosPerApp ? null : `A whole number from 0 to ${maxDynosPerApp}.`) }],
        cli: (answers) => `heroku ps:scale ${type}=${answered(answers, 0)}`,
        preview: ([text = '']) => (/^\d{1,3}$/.test(text) ? `Scale ${type} to ${text} · ${price(Number(text))}` : null),
        run: ([text = '']) => call('ps:scale', { app: id, changes: [{ type, quantity: Number(text) }] }),
      },
      ...near.map((quantity): Command => ({
        id: `scale-${type}-${quantity}`, group: 'Dynos', title: `Scale ${type} to ${quantity}`, note: price(quantity), cli: () => `heroku ps:scale ${type}=${quantity}`,
        run: () => call('ps:scale', { app: id, changes: [{ type, quantity }] }),
      })),
      {
        id: `size-${type}`, group: 'Dynos', title: `Change the size of ${type} to _`, note: entry.size, words: 'resize type',
        questions: [{ label: `Size of ${type} dynos`, isClosed: true, choices: dynoSizes.filter((size) => size.eras.includes(state.era)).map((size) => ({ value: size.name, title: size.label, note: `${byteSize(size.memoryBytes)} · ${sizePriceWords(size.name, 1, prices)} each` })) }],
        cli: (answers) => `heroku ps:type ${type}=${answered(answers, 0)}`,
        preview: ([size = '']) => (findDynoSize(size) === null ? null : `${entry.quantity} × ${size} · ${priceChangeWords(monthPriceChange(formation, types, type, { quantity: entry.quantity, size }, prices), prices)}`),
        run: ([size = '']) => call('ps:scale', { app: id, changes: [{ type, size }] }),
      },
    ]
  })
  const named = dynos.filter((dyno) => dyno.kind === 'formation').map((dyno) => ({ value: dyno.name, title: dyno.name, note: dyno.state.kind }))
  const up = dynos.filter((dyno) => whyNotInside(dyno) === null).map((dyno) => ({ value: dyno.name, title: dyno.name, note: dyno.command }))
  return [
    ...scale,
    { id: 'restart', group: 'Dynos', title: 'Restart all dynos', cli: () => 'heroku ps:restart', run: () => call('ps:restart', { app: id }) },
    ...(named.length === 0 ? [] : [{
      id: 'restart-one', group: 'Dynos', title: 'Restart dyno _', questions: [{ label: 'Dyno', choices: named, isClosed: true }],
      cli: (answers: readonly string[]) => `heroku ps:restart -d ${answered(answers, 0)}`, run: ([dyno = blank]: readonly string[]) => call('ps:restart', { app: id, dyno }),
    } as const satisfies Command]),
    ...(up.length === 0 ? [] : [{
      id: 'exec', group: 'Dynos', title: 'Open a shell in dyno _', words: 'bash exec ssh terminal inside', questions: [{ label: 'Dyno', choices: up, isClosed: true }],
      cli: (answers: readonly string[]) => `heroku ps:exec --dyno ${answered(answers, 0)}`, run: ([dyno = blank]: readonly string[]) => openShell(app, dyno),
    } as const satisfies Command]),
    { id: 'one-off', group: 'Dynos', title: 'Run a command in a one-off dyno', words: 'bash console shell terminal', cli: () => 'heroku run bash', run: () => showDrawerTab('new') },
    {
      id: 'run', group: 'Dynos', title: 'Run once, detached: _', words: 'one-off job task', questions: [{ label: 'Command', placeholder: 'node report.js' }], preview: () => 'Its output is in the logs, by the name run.N.',
      cli: (answers) => `heroku run:detached ${answered(answers, 0)}`, run: ([command = '']) => call('run:start', { app: id, command, attach: false }),
    },
  ]
}
