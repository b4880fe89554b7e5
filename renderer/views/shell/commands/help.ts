import { openTeach, startShow, useGuide } from '../../../store/guide.ts'
import { openKeys } from '../../../store/ui.ts'
import { keyWords } from '../../../text/keys.ts'
import type { Command } from './command.ts'

export function helpCommands(): readonly Command[] {
  return [
    ...(useGuide.getState().show === null ? [{ id: 'show-me', group: 'Help', title: 'Show me: play the demo', note: 'about two minutes', words: 'tour', run: startShow } as const satisfies Command] : []),
    { id: 'teach-me', group: 'Help', title: 'Teach me: the first steps', words: 'tour tutorial learn lesson', run: () => openTeach(true) },
    { id: 'keys', group: 'Help', title: 'Show the keys', words: 'shortcuts keyboard', keys: keyWords((action) => action.kind === 'keys'), run: () => openKeys(true) },
  ]
}
