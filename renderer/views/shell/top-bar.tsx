import type { App } from '../../../shared/domain/app.ts'
import type { Era } from '../../../shared/domain/dyno-sizes.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import { money } from '../../../shared/text/amounts.ts'
import { Icon } from '../../components/icon.tsx'
import { useMeter } from '../../store/use-meter.ts'
import { useMirror } from '../../store/mirror.ts'
import { useApp, useApps, useMonthPrice, usePrices } from '../../store/selectors.ts'
import { openPalette, showApp, showApps, showPage, useUi } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'
import { meterMoney } from '../../text/money-words.ts'
import { monthPartsWords, priceChangeWords } from '../../text/price.ts'

export function TopBar() {
  const app = useApp()
  const apps = useApps()
  return (
    <header className="top">
      <button type="button" className="top-brand" onClick={showApps} title="All apps (g h)">
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="10" cy="10" r="8.2" fill="none" stroke="var(--accent)" strokeWidth="2" />
          <circle cx="10" cy="10" r="3.6" fill="var(--accent)" />
        </svg>
        <span className="top-name">Dynarium</span>
      </button>
      {apps.length > 0 && (
        <select className="input top-switch input-mono" aria-label="App" title="Another app ([ and ])" value={app?.id ?? ''} onChange={(event) => (event.target.value === '' ? showApps() : showApp(event.target.value))}>
          <option value="">All apps</option>
          {apps.map((entry) => <option key={entry.id} value={entry.id}>{entry.name}</option>)}
        </select>
      )}
      <PlatformFacts app={app} />
      <span className="top-space" />
      <button type="button" className="top-search" onClick={() => openPalette(true)} aria-keyshortcuts="Control+K" title="Search and commands (Ctrl K)">
        <Icon name="search" size={14} />
        <span className="top-name">Search</span>
        <kbd>Ctrl K</kbd>
      </button>
      <MeterReading appId={app?.id ?? null} />
      {app !== null && <Price app={app} />}
    </header>
  )
}

const runtimeTitles: Readonly<Record<RuntimeKind, string>> = {
  process: 'How dynos run. Local processes share this machine: they are not a security boundary.',
  docker: 'How dynos run: each is a container with limits of its own, and sees nothing of this machine.',
  simulated: 'A model in real time: builds, dynos and requests follow the platform\u2019s rules and times, and no program of an app is run.',
}

function PlatformFacts({ app }: { readonly app: App | null }) {
  const runtime = useMirror((mirror) => app?.runtime ?? mirror.state.session?.runtime ?? mirror.info?.runtime ?? null)
  const isSimulated = useMirror((mirror) => mirror.info?.runtime === 'simulated')
  const era = useMirror((mirror) => mirror.state.era)
  const setEra = useCommand('era:set')
  return (
    <div className="top-facts">
      <span title={runtime === null ? undefined : runtimeTitles[runtime]}>runtime <b>{runtime ?? '…'}</b></span>
      <label title={setEra.error?.message ?? 'Which time’s prices and rules apply: classic is 2018, current is today.'}>
        era{' '}
        <select className="top-era" value={era} disabled={setEra.isPending} onChange={(event) => void setEra.run({ era: event.target.value as Era })}>
          <option value="current">current</option>
          <option value="classic">classic</option>
        </select>
      </label>
      {isSimulated && <PaceSelect />}
    </div>
  )
}

const paces: readonly (readonly [times: number, words: string])[] = [[1, 'as it is'], [60, '1 s = 1 min'], [600, '1 s = 10 min'], [3600, '1 s = 1 h']]

/** A simulated platform can show a month in minutes. */
function PaceSelect() {
  const pace = useMirror((mirror) => mirror.state.pace)
  const setPace = useCommand('clock:pace')
  return (
    <label title={setPace.error?.message ?? 'How fast time goes here, at most: a machine that can not follow makes it slower. Builds, boots, sleep and the meter go by it.'}>
      time{' '}
      <select className="top-era" data-testid="pace" value={pace} disabled={setPace.isPending} onChange={(event) => void setPace.run({ times: Number(event.target.value) })}>
        {paces.map(([times, words]) => <option key={times} value={times}>{words}</option>)}
      </select>
    </label>
  )
}

/** The month so far, ticking; a press shows what it is made of. */
function MeterReading({ appId }: { readonly appId: string | null }) {
  const meter = useMeter(appId)
  if (meter === null) return null
  return (
    <button type="button" className="top-meter" data-testid="meter" title="What this month has cost so far, by the price book. Nobody is charged anything." onClick={() => showPage('money')}>
      <b className="mono">{meterMoney(meter.micros, meter.currency)}</b>
      <span>this month</span>
    </button>
  )
}

/** What the app costs, dynos and add-ons, and the change while another formation is being chosen. */
function Price({ app }: { readonly app: App }) {
  const price = useMonthPrice(app)
  const staged = useUi((ui) => ui.stagedPriceMicros)
  const prices = usePrices()
  const parts = monthPartsWords(price, prices)
  return (
    <div className="top-price" title={`What the app as it is would cost on Heroku for a whole month${parts === '' ? '' : `: ${parts}`}. A projection from the price table, not a bill.`} data-testid="month-price">
      <b>{money(price.dynos + price.addOns, prices.currency)}/mo</b>
      <span>{staged !== 0 ? `${priceChangeWords(staged, prices)} if applied` : parts === '' ? 'for a full month' : parts}</span>
    </div>
  )
}
