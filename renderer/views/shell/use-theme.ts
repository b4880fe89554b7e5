import { useEffect } from 'react'
import { useUi } from '../../store/ui.ts'

/** Puts the theme and density in force on the document; `system` follows the system as it changes. */
export function useTheme(): void {
  const theme = useUi((ui) => ui.theme)
  const density = useUi((ui) => ui.density)
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const apply = (): void => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
}
