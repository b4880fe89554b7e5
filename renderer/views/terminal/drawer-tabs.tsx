import type { KeyboardEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { MarkShape } from '../../components/state-mark.tsx'
import { useApp } from '../../store/selectors.ts'
import { isRunning, oneOffsMax, openOwnShell, type OneOff } from '../../store/one-offs.ts'
import { showDrawerTab, type DrawerTab } from '../../store/terminal.ts'
import { openDrawer } from '../../store/ui.ts'

const titleMax = 24

/** The arrow keys move between tabs; Tab goes on into the one in front. */
export function DrawerTabs({ tab, tabs }: { readonly tab: DrawerTab; readonly tabs: readonly OneOff[] }) {
  const app = useApp()
  const ids: readonly DrawerTab[] = ['console', ...tabs.map((entry) => entry.id), ...(tab === 'new' ? ['new'] : [])]
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = ids.indexOf(tab)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key]
    const id = next === undefined ? undefined : ids[(next + ids.length) % ids.length]
    if (id === undefined) return
    event.preventDefault()
    showDrawerTab(id)
    document.getElementById(`drawer-tab-${id}`)?.focus()
  }
  const isFull = tabs.length >= oneOffsMax
  return (
    <div className="drawer-head">
      <div role="tablist" aria-label="Terminals" className="drawer-tabs" onKeyDown={onKeyDown}>
        {ids.map((id) => {
          const oneOff = tabs.find((entry) => entry.id === id)
          return (
            <button key={id} id={`drawer-tab-${id}`} type="button" role="tab" aria-selected={id === tab} aria-controls={id === tab ? `drawer-panel-${id}` : undefined} tabIndex={id === tab ? 0 : -1} title={oneOff === undefined ? undefined : whereOf(oneOff)} onClick={() => showDrawerTab(id)}>
              {oneOff === undefined ? <Icon name={id === 'console' ? 'terminal' : 'plus'} size={14} /> : <MarkShape kind={isRunning(oneOff) ? 'up' : oneOff.phase.kind === 'waiting' ? 'starting' : endKind(oneOff)} size={12} />}
              {oneOff === undefined ? (id === 'console' ? 'Console' : 'New one-off') : titleOf(oneOff)}
              {oneOff !== undefined && <span className="visually-hidden">{isRunning(oneOff) ? ', running' : ', ended'}</span>}
            </button>
          )
        })}
      </div>
      <div className="actions">
        <Button isSmall icon="terminal" disabled={isFull} title={isFull ? `${oneOffsMax} are open: close one first` : 'Your own shell on this machine, with heroku and git set up for this Dynarium'} onClick={() => openOwnShell(app)}>New shell</Button>
        <Button isSmall icon="plus" disabled={app === null || isFull} title={isFull ? `${oneOffsMax} are open: close one first` : app !== null ? 'Run a command in a dyno of its own' : 'Choose an app first'} onClick={() => showDrawerTab('new')}>New one-off</Button>
        <Button look="quiet" isSmall icon="close" aria-label="Close the terminal" title="Close the terminal (Ctrl `)" onClick={() => openDrawer(false)} />
      </div>
    </div>
  )
}

const titleOf = ({ command, inside, isOwnShell }: OneOff): string => `${command.length > titleMax ? `${command.slice(0, titleMax - 1)}…` : command}${isOwnShell ? ' on this machine' : inside === null ? '' : ` in ${inside}`}`

const whereOf = ({ command, inside }: OneOff): string => (inside === null ? command : `${command}, inside ${inside}`)

function endKind({ phase }: OneOff): 'down' | 'crashed' {
  return phase.kind === 'refused' || phase.kind === 'lost' || (phase.kind === 'ended' && phase.exitStatus !== 0) ? 'crashed' : 'down'
}
