import { useState } from 'react'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useMirror } from '../../store/mirror.ts'
import { closeOneOff, isRunning, restartOneOff, type OneOff } from '../../store/one-offs.ts'
import { useNow } from '../../store/use-now.ts'
import { duration } from '../../../shared/text/time.ts'
import { usePrices } from '../../store/selectors.ts'
import { hourPriceWords } from '../../text/price.ts'
import { OneOffScreen } from './one-off-screen.tsx'

/** One attached one-off dyno, a program inside a dyno that runs, or a shell of the owner's: which of them, what it says, and how it ended. */
export function OneOffPanel({ tab, isShown }: { readonly tab: OneOff; readonly isShown: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const close = (): void => {
    if (isRunning(tab)) setAsking(true)
    else void closeOneOff(tab.id)
  }
  return (
    <div id={`drawer-panel-${tab.id}`} role="tabpanel" aria-labelledby={`drawer-tab-${tab.id}`} className="one-off" hidden={!isShown}>
      <div className="one-off-head">
        <Phase tab={tab} isShown={isShown} />
        <Facts tab={tab} />
        <span className="one-off-hint">Tab goes to the command. <kbd>F6</kbd> leaves the terminal.</span>
        <div className="actions">
          {!isRunning(tab) && tab.phase.kind !== 'waiting' && <Button isSmall icon="restart" onClick={() => restartOneOff(tab.id)}>{tab.isOwnShell ? 'Open again' : 'Run again'}</Button>}
          <Button isSmall icon="close" onClick={close}>Close</Button>
        </div>
      </div>
      {isAsking && isRunning(tab) && (
        <Confirm title={tab.inside === null ? `Ends ${tab.name ?? tab.command}` : `Ends the command inside ${tab.inside}`} action={`End ${tab.inside === null ? (tab.name ?? 'it') : 'it'} and close`} isDangerous isPending={false} error={null} onConfirm={() => void closeOneOff(tab.id)} onCancel={() => setAsking(false)}>
          <p className="soft">{whatIsLost(tab)}</p>
        </Confirm>
      )}
      {tab.phase.kind === 'refused' && <ErrorNote error={tab.phase.error} />}
      <OneOffScreen id={tab.id} label={tab.inside === null ? `Terminal of ${tab.isOwnShell ? 'your ' : ''}${tab.name ?? tab.command}` : `Terminal inside ${tab.inside}`} isShown={isShown} isEnded={!isRunning(tab) && tab.phase.kind !== 'waiting'} />
    </div>
  )
}

function whatIsLost({ isOwnShell, inside }: OneOff): string {
  if (isOwnShell) return 'The shell still runs. It is hung up on, with what runs in it, and killed when it goes on.'
  return inside === null ? 'The command still runs. What it has not saved is lost, with the files it wrote in its dyno.' : `The command still runs. It is hung up on, and killed when it goes on. ${inside} stays up.`
}

function Facts({ tab }: { readonly tab: OneOff }) {
  const dyno = useMirror((mirror) => (tab.dynoId === null ? undefined : mirror.state.dynos[tab.dynoId]))
  const size = findDynoSize(dyno?.size ?? tab.size ?? '')
  const prices = usePrices()
  if (tab.isOwnShell) {
    return (
      <span className="one-off-facts">
        <span className="one-off-inside">on <b>this machine</b></span>
        {tab.folder !== null && <span className="ellipsis mono" title={tab.folder}>began in {tab.folder}</span>}
        {isRunning(tab) && <span className="faint ellipsis">heroku and git speak to this Dynarium</span>}
      </span>
    )
  }
  if (tab.inside !== null) {
    return (
      <span className="one-off-facts">
        <span className="one-off-inside">inside <b className="mono">{tab.inside}</b></span>
        <span className="ellipsis mono" title={tab.command}>{tab.command}</span>
        <span className="faint ellipsis">{tab.appName}{isRunning(tab) ? ' · the running dyno itself, not a one-off' : ''}</span>
      </span>
    )
  }
  return (
    <span className="one-off-facts">
      <b className="mono">{tab.name ?? 'one-off'}</b>
      <span className="ellipsis mono" title={tab.command}>{tab.command}</span>
      <span className="faint">{tab.appName}{size === null ? '' : ` · ${size.label} · ${hourPriceWords(size.name, prices)}`}</span>
    </span>
  )
}

function Phase({ tab: { phase, dynoId, inside, isOwnShell }, isShown }: { readonly tab: OneOff; readonly isShown: boolean }) {
  const dyno = useMirror((mirror) => (dynoId === null ? undefined : mirror.state.dynos[dynoId]))
  switch (phase.kind) {
    case 'waiting':
    case 'starting':
      return <StateMark kind="starting" word="starting" />
    case 'attached':
      if (dyno?.stopping != null) return <StateMark kind="draining" word={inside === null ? 'stopping' : `${inside} is stopping`} />
      if (inside !== null || isOwnShell) return <StateMark kind="up" word="running" />
      return dyno?.state.kind === 'starting' ? <StateMark kind="starting" word="starting" /> : <Up since={dyno?.state.since ?? null} isShown={isShown} />
    case 'away':
      return <StateMark kind="idle" word="the line is down" />
    case 'ended':
      if (phase.withDyno) return <StateMark kind="crashed" word={`ended with ${inside ?? 'its dyno'}`} />
      return phase.exitStatus === 0 ? <StateMark kind="down" word="exited with status 0" /> : <StateMark kind="crashed" word={phase.exitStatus === null ? (inside === null && !isOwnShell ? 'ended by the platform' : 'ended, its status is not known') : `exited with status ${phase.exitStatus}`} />
    case 'lost':
      return <StateMark kind="crashed" word="ended while nobody was attached" />
    case 'refused':
      return <StateMark kind="crashed" word="not started" />
  }
}

function Up({ since, isShown }: { readonly since: number | null; readonly isShown: boolean }) {
  const now = useNow(isShown && since !== null ? 1000 : null)
  return <StateMark kind="up" word={since === null ? 'up' : `up ${duration(Math.max(0, Math.floor((now - since) / 1000) * 1000))}`} />
}
