import { useEffect, useSyncExternalStore } from 'react'
import { useUi, type ThemeChoice } from '../../store/ui.ts'

type ThemeName = Exclude<ThemeChoice, 'system'>

/** Puts theme, density and motion in force on the document; `system` follows the system as it changes. */
export function useTheme(): void {
  const theme = useThemeInForce()
  const density = useUi((ui) => ui.density)
  const motion = useUi((ui) => ui.motion)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  useEffect(() => {
    document.documentElement.dataset.motion = motion
  }, [motion])
}

export function useThemeInForce(): ThemeName {
  const choice = useUi((ui) => ui.theme)
  return themeInForce(choice, useMedia('(prefers-color-scheme: dark)'), useMedia('(prefers-contrast: more)'))
}

function useMedia(query: string): boolean {
  return useSyncExternalStore((changed) => {
    const media = window.matchMedia(query)
    media.addEventListener('change', changed)
    return () => media.removeEventListener('change', changed)
  }, () => window.matchMedia(query).matches)
}

export function themeInForce(choice: ThemeChoice, isDark: boolean, wantsContrast: boolean): ThemeName {
  if (choice !== 'system') return choice
  if (wantsContrast) return 'contrast'
  return isDark ? 'dark' : 'light'
}
