import { useEffect } from 'react'
import { readPress, type KeyAction } from '../../text/keys.ts'
import { leaveShow, useGuide } from '../../store/guide.ts'
import { useMirror } from '../../store/mirror.ts'
import { openInspector, openKeys, openPalette, select, showApp, showPage, showView, useUi } from '../../store/ui.ts'

/** Two letters of one shortcut come within this. */
const pairMs = 1200

/** The window's keys. A view that has its own use for a press says so with preventDefault; letters in a field are letters. */
export function useKeys(): void {
  useEffect(() => {
    let pending: string | null = null
    let pressedAt = 0
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
      if (event.key === 'Escape') return leaveChosen(event)
      const isControl = event.ctrlKey || event.metaKey
      if (!isControl && (isTyping(event.target) || document.querySelector('dialog[open]') !== null)) return
      if (event.timeStamp - pressedAt > pairMs) pending = null
      pressedAt = event.timeStamp
      const step = readPress(pending, { key: event.key, isControl, isAlt: event.altKey })
      pending = step.pending
      if (step.action !== null && perform(step.action)) event.preventDefault()
    }
    window.addEventListener('keydown', leaveDemo, { capture: true })
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', leaveDemo, { capture: true })
      window.removeEventListener('keydown', onKey)
    }
  }, [])
}

/** Where Esc has a use of its own that is nearer than the demo. */
const ownEscape = 'dialog, .confirm, .drawer'

/** Before all others: while the demo plays, Esc is how one leaves it. */
function leaveDemo(event: KeyboardEvent): void {
  const isNearer = isTyping(event.target) || (event.target instanceof Element && event.target.closest(ownEscape) !== null) || document.querySelector('dialog[open]') !== null
  if (event.key !== 'Escape' || isNearer || useGuide.getState().show?.end !== null) return
  event.preventDefault()
  event.stopImmediatePropagation()
  leaveShow()
}

/** What is chosen is let go, and then the press is used up. */
function leaveChosen(event: KeyboardEvent): void {
  if (document.querySelector('dialog[open]') !== null || isTyping(event.target) || useUi.getState().selection === null) return
  event.preventDefault()
  select(null)
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
    case 'undo':
    case 'stop-faults':
      // These are listened to where they belong: the drawer's and the stop work in a terminal too, and undo belongs first to what is typed.
      return false
    case 'find':
      return focusSearch()
    case 'inspector':
      openInspector(!useUi.getState().isInspectorOpen)
      return true
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
