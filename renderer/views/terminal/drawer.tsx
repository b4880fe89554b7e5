import { useUi } from '../../store/ui.ts'

/** Words of command, at the foot of the window. */
export function Drawer() {
  const isOpen = useUi((ui) => ui.isDrawerOpen)
  return isOpen ? <section className="drawer" aria-label="Terminal" /> : null
}
