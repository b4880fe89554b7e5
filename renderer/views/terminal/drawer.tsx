import { useEffect, useRef, useState, type RefObject } from 'react'
import { useOneOffs } from '../../store/one-offs.ts'
import { toggleDrawer, useTerminal } from '../../store/terminal.ts'
import { openDrawer, useUi } from '../../store/ui.ts'
import { ConsolePanel } from './console-panel.tsx'
import { DrawerSplitter } from './drawer-splitter.tsx'
import { DrawerTabs } from './drawer-tabs.tsx'
import { NewOneOff } from './new-one-off.tsx'
import { OneOffPanel } from './one-off-panel.tsx'

/** Words of command, at the foot of the window. Once opened it stays, hidden: terminals keep what they show. */
export function Drawer() {
  const isOpen = useUi((ui) => ui.isDrawerOpen)
  const height = useTerminal((terminal) => terminal.height)
  const tab = useTerminal((terminal) => terminal.tab)
  const tabs = useOneOffs((offs) => offs.tabs)
  const [wasOpened, setWasOpened] = useState(isOpen)
  const ref = useRef<HTMLElement>(null)
  useDrawerKey()
  useFocusIn(ref, isOpen, tab)
  useEffect(() => {
    if (isOpen) setWasOpened(true)
  }, [isOpen])
  if (!isOpen && !wasOpened) return null
  return (
    <section ref={ref} className="drawer" aria-label="Terminal" hidden={!isOpen} style={{ height }} onKeyDown={(event) => {
      // What has a use for Esc of its own stops it before it comes here.
      if (event.key === 'Escape' && !event.defaultPrevented && !(event.target as HTMLElement).closest('.one-off-screen')) {
        event.stopPropagation()
        openDrawer(false)
      }
    }}>
      <DrawerSplitter height={height} />
      <DrawerTabs tab={tab} tabs={tabs} />
      {tab === 'console' && <ConsolePanel />}
      {tab === 'new' && <NewOneOff />}
      {tabs.map((entry) => <OneOffPanel key={entry.id} tab={entry} isShown={isOpen && entry.id === tab} />)}
    </section>
  )
}

/** Ctrl+` from anywhere, also from inside a terminal. */
function useDrawerKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || (event.key !== '`' && event.code !== 'Backquote')) return
      event.preventDefault()
      toggleDrawer()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Opening puts the focus where one types; closing gives it back. Terminals take it themselves, when they are drawn. */
function useFocusIn(ref: RefObject<HTMLElement | null>, isOpen: boolean, tab: string): void {
  const before = useRef<Element | null>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (isOpen && !wasOpen.current) before.current = document.activeElement
    if (!isOpen && wasOpen.current && (document.activeElement === document.body || ref.current?.contains(document.activeElement) === true)) {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
    }
    wasOpen.current = isOpen
    if (isOpen && document.querySelector('dialog[open]') === null && document.activeElement?.getAttribute('role') !== 'tab') ref.current?.querySelector<HTMLElement>('[data-first-focus]')?.focus()
  }, [ref, isOpen, tab])
}
