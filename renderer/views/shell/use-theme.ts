import { useEffect } from 'react'
import { useUi, type ThemeChoice } from '../../store/ui.ts'

type ThemeName = Exclude<ThemeChoice, 'system'>

/** Puts theme, density and motion in force on the document; `system` follows the system as it changes. */
export function useTheme(): void {
  const theme = useUi((ui) => ui.theme)
  const density = useUi((ui) => ui.density)
  const motion = useUi((ui) => ui.motion)
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const contrast = window.matchMedia('(prefers-contrast: more)')
    const apply = (): void => {
      document.documentElement.dataset.theme = themeInForce(theme, dark.matches, contrast.matches)
    }
    apply()
    dark.addEventListener('change', apply)
    contrast.addEventListener('change', apply)
    return () => {
      dark.removeEventListener('change', apply)
      contrast.removeEventListener('change', apply)
    }
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  useEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
}

export function themeInForce(choice: ThemeChoice, isDark: boolean, wantsContrast: boolean): ThemeName {
  if (choice !== 'system') return choice
  if (wantsContrast) return 'contrast'
  return isDark ? 'dark' : 'light'
}
