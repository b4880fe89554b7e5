import { call } from '../../../store/connection.ts'
import { openOwnShell } from '../../../store/one-offs.ts'
import { toggleDrawer } from '../../../store/terminal.ts'
import { newestUndoable, undoNewest, useUndo } from '../../../store/undo.ts'
import { openInspector, scaleChoices, themeChoices, useUi, type ThemeChoice } from '../../../store/ui.ts'
import { keyWords } from '../../../text/keys.ts'
import type { Command, CommandContext } from './command.ts'

export const themeWords: Readonly<Record<ThemeChoice, string>> = { system: 'system', light: 'light', dark: 'dark', contrast: 'high contrast', projector: 'projector' }

export function windowCommands({ app, state }: CommandContext): readonly Command[] {
  const { theme, scale, density, motion, isDrawerOpen, isInspectorOpen } = useUi.getState()
  const undoable = newestUndoable(useUndo.getState())
  const otherEra = state.era === 'classic' ? 'current' : 'classic'
  return [
    ...(undoable === null ? [] : [{ id: 'undo', group: 'Window', title: `Undo: ${undoable.done}`, note: undoable.effect, keys: keyWords((action) => action.kind === 'undo'), words: 'back revert', run: undoNewest } as const satisfies Command]),
    { id: 'drawer', group: 'Window', title: `${isDrawerOpen ? 'Close' : 'Open'} the terminal`, words: 'drawer shell run console', keys: keyWords((action) => action.kind === 'drawer'), run: toggleDrawer },
    { id: 'own-shell', group: 'Window', title: 'Open a shell with the Heroku CLI', note: 'yours, on this machine', words: 'terminal bash zsh fish powershell git command line', run: () => openOwnShell(app) },
    { id: 'inspector', group: 'Window', title: `${isInspectorOpen ? 'Put the inspector away' : 'Open the inspector'}`, keys: keyWords((action) => action.kind === 'inspector'), run: () => openInspector(!isInspectorOpen) },
    ...themeChoices.map((choice): Command => ({ id: `theme-${choice}`, group: 'Window', title: `Use the ${themeWords[choice]} theme`, ...(choice === theme ? { note: 'in use' } : {}), words: 'colour look', run: () => useUi.setState({ theme: choice }) })),
    {
      id: 'scale', group: 'Window', title: 'Set the scale to _', note: `${scale} % now`, words: 'zoom size larger smaller bigger text',
      questions: [{ label: 'Scale', isClosed: true, choices: scaleChoices.map((choice) => ({ value: String(choice), title: `${choice} %`, note: choice === scale ? 'in use' : '' })) }],
      run: ([text = '']) => useUi.setState({ scale: scaleChoices.find((choice) => String(choice) === text) ?? scale }),
    },
    { id: 'density', group: 'Window', title: `Use ${density === 'compact' ? 'comfortable' : 'compact'} rows`, words: 'density spacing', run: () => useUi.setState({ density: density === 'compact' ? 'comfortable' : 'compact' }) },
    { id: 'motion', group: 'Window', title: motion === 'reduced' ? 'Allow motion' : 'Reduce motion', words: 'animation', run: () => useUi.setState({ motion: motion === 'reduced' ? 'system' : 'reduced' }) },
    { id: 'era', group: 'Window', title: `Switch to the ${otherEra} era`, note: otherEra === 'classic' ? 'prices and rules of 2018' : 'prices and rules of today', run: () => call('era:set', { era: otherEra }) },
    { id: 'reload', group: 'Window', title: 'Load the window anew', note: 'costs nothing: the engine goes on', words: 'refresh', run: () => window.location.reload() },
  ]
}
