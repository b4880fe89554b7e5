import { Icon } from '../../components/icon.tsx'
import { toggleDrawer } from '../../store/terminal.ts'
import { useOneOffs } from '../../store/one-offs.ts'
import { useUi } from '../../store/ui.ts'

/** Opens and closes the drawer, from the strip above it. */
export function TerminalButton() {
  const isOpen = useUi((ui) => ui.isDrawerOpen)
  const count = useOneOffs((offs) => offs.tabs.length)
  return (
    <button type="button" className="terminal-button" aria-expanded={isOpen} aria-keyshortcuts="Control+`" title={`${isOpen ? 'Close' : 'Open'} the terminal (Ctrl \`)`} onClick={toggleDrawer}>
      <Icon name="terminal" size={14} />
      Terminal
      {count > 0 && <span className="nav-count">{count}</span>}
    </button>
  )
}
