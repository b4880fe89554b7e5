import { useMemo, useState } from 'react'
import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useCurrentSlug, usePrices } from '../../store/selectors.ts'
import { formationEntry, useScaleWish } from '../../store/use-scale-wish.ts'
import { sizePriceWords } from '../../text/price.ts'
import { SizeSelect } from '../overview/size-select.tsx'

/** All dynos of one type share a size, so this changes them all. */
export function DynoResize({ app, type }: { readonly app: App; readonly type: string }) {
  const [draft, setDraft] = useState<FormationEntry | null>(null)
  const slug = useCurrentSlug(app)
  const types = useMemo(() => Object.keys(slug?.processTypes ?? {}), [slug])
  const { wish, isChanged, change, reset, apply, isPending, error, effect, command } = useScaleWish({ app, type, types, draft, setDraft })
  const { quantity } = formationEntry(app, type)
  const size = findDynoSize(wish.size)
  const prices = usePrices()
  return (
    <div className="stack-8">
      <h3>Size of {quantity === 1 ? `the ${type} dyno` : `all ${quantity} ${type} dynos`}</h3>
      <SizeSelect type={type} size={wish.size} onChange={(next) => change({ size: next })} />
      <p className="faint small">{sizePriceWords(wish.size, 1, prices)} each, {sizePriceWords(wish.size, quantity, prices)} for {quantity}.</p>
      {isChanged && (
        <>
          <div className="actions">
            <Button look="primary" isPending={isPending} onClick={() => void apply()}>Resize to {size?.label ?? wish.size} · {effect}</Button>
            <Button look="quiet" onClick={reset}>Reset</Button>
          </div>
          <CommandText text={command} />
          <p className="faint small">They restart on the new size.</p>
        </>
      )}
      <ErrorNote error={error} />
    </div>
  )
}
