// A wish for more, fewer or other dynos of one process type: edited freely, sent with one press. Who shows it keeps the draft.

import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { defaultDynoSize, findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { equalCommand } from '../console/equal-command.ts'
import { monthPriceChange, priceChangeWords } from '../text/price.ts'
import { usePrices } from './selectors.ts'
import { useCommand } from './use-command.ts'
import { useStagedPrice } from './use-staged-price.ts'

export type ScaleWishOptions = {
  readonly app: App
  readonly type: string
  /** All process types of the slug: what is not among them costs nothing. */
  readonly types: readonly string[]
  /** Null: nothing is wished. */
  readonly draft: FormationEntry | null
  setDraft(draft: FormationEntry | null): void
}

export type ScaleWish = {
  readonly wish: FormationEntry
  readonly isChanged: boolean
  change(part: Partial<FormationEntry>): void
  reset(): void
  /** Does nothing while nothing is wished or the last press is not answered yet. */
  apply(): Promise<void>
  readonly isPending: boolean
  readonly error: PlatformError | null
  /** `Scale web to 3`. */
  readonly action: string
  /** `+$50.00/mo`. */
  readonly effect: string
  /** The same as a line of Heroku's command line. */
  readonly command: string
}

export function useScaleWish({ app, type, types, draft, setDraft }: ScaleWishOptions): ScaleWish {
  const scale = useCommand('ps:scale')
  const prices = usePrices()
  const entry = formationEntry(app, type)
  const wish = draft ?? entry
  const isChanged = !isSameEntry(wish, entry)
  const wished = { type, quantity: wish.quantity, ...(wish.size === entry.size ? {} : { size: wish.size }) }
  const difference = monthPriceChange(app.formation, types, type, wish, prices)
  useStagedPrice(isChanged ? difference : 0)
  const change = (part: Partial<FormationEntry>): void => {
    scale.clear()
    setDraft({ ...wish, ...part })
  }
  const reset = (): void => {
    scale.clear()
    setDraft(null)
  }
  const apply = async (): Promise<void> => {
    if (scale.isPending || !isChanged) return
    const done = await scale.run({ app: app.id, changes: [wished] })
    if (done !== null) setDraft(null)
  }
  return {
    wish, isChanged, change, reset, apply, isPending: scale.isPending, error: scale.error,
    action: actionText(type, entry, wish),
    effect: priceChangeWords(difference, prices),
    command: equalCommand('ps:scale', { app: app.name, changes: [wished] }) ?? '',
  }
}

export function formationEntry(app: App, type: string): FormationEntry {
  return (Object.hasOwn(app.formation, type) ? app.formation[type] : undefined) ?? { quantity: 0, size: defaultDynoSize }
}

export const isSameEntry = (a: FormationEntry, b: FormationEntry): boolean => a.quantity === b.quantity && a.size === b.size

function actionText(type: string, from: FormationEntry, to: FormationEntry): string {
  const size = from.size === to.size ? '' : ` × ${findDynoSize(to.size)?.label ?? to.size}`
  return `Scale ${type} to ${to.quantity}${size}`
}
