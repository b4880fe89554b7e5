import { useEffect } from 'react'
import { readPress, type KeyAction } from '../../text/keys.ts'
import { leaveShow, useGuide } from '../../store/guide.ts'
import { useMirror } from '../../store/mirror.ts'
import { openDrawer, openKeys, openPalette, select, showApp, showPage, showView, useUi } from '../../store/ui.ts'

/** Two letters of one shortcut come within this. */
const pairMs = 1200

/** The window's keys. A view that has its own use for a press says so with preventDefault; letters in a field are letters. */
export function useKeys(): void {
  useEffect(() => {
    let pending: string | null = null
    let pressedAt = 0
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
      if (event.key === 'Escape') return leave(event)
      const isControl = event.ctrlKey || event.metaKey
      if (!isControl && (isTyping(event.target) || document.querySelector('dialog[open]') !== null)) return
      if (event.timeStamp - pressedAt > pairMs) pending = null
      pressedAt = event.timeStamp
      const step = readPress(pending, { key: event.key, isControl, isAlt: event.altKey })
      pending = step.pending
      if (step.action !== null && perform(step.action)) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Esc leaves the nearest thing: what is open closes by itself, then the demo, then what is chosen. */
function leave(event: KeyboardEvent): void {
  if (document.querySelector('dialog[open]') !== null || isTyping(event.target)) return
  if (useGuide.getState().show?.end === null) leaveShow()
  else select(null)
}

/** False when it has no meaning where the window is now. */
function perform(action: KeyAction): boolean {
  const { appId } = useUi.getState()
  const hasApp = appId !== null && useMirror.getState().state.apps[appId] !== undefined
  switch (action.kind) {
    case 'view':
      if (hasApp) showView(action.view)
      return hasApp
    case 'page':
      showPage(action.page)
      return true
    case 'step-app':
      return stepApp(appId, action.step)
    case 'palette':
      openPalette(true)
      return true
    case 'keys':
      openKeys(true)
      return true
    case 'drawer':
      openDrawer(!useUi.getState().isDrawerOpen)
      return true
    case 'find':
      return focusSearch()
  }
}

function stepApp(appId: string | null, step: 1 | -1): boolean {
  const apps = Object.values(useMirror.getState().state.apps).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (apps.length === 0) return false
  const at = apps.findIndex((app) => app.id === appId)
  const next = at === -1 ? (step === 1 ? 0 : apps.length - 1) : (at + step + apps.length) % apps.length
  const app = apps[next]
  if (app !== undefined) showApp(app.id)
  return true
}

/** The search field of the view in sight. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  field?.focus()
  field?.select()
  return field !== null
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}
