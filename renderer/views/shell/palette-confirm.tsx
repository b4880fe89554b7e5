import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { Confirm } from '../../components/confirm.tsx'
import type { Command } from './commands/command.ts'

type PaletteConfirmProps = {
  readonly command: Command
  readonly answers: readonly string[]
  readonly error: PlatformError | null
  readonly isPending: boolean
  onConfirm(): void
  onCancel(): void
}

/** What can not be taken back is asked once more, here, with what is lost. */
export function PaletteConfirm({ command, answers, ...asked }: PaletteConfirmProps) {
  const title = answers.reduce((text, answer) => text.replace('_', answer), command.title)
  return (
    <div className="palette-body palette-confirm">
      <Confirm title={title} action={title} isDangerous {...asked}>
        <ul>{(command.loses?.(answers) ?? []).map((loss) => <li key={loss}>− {loss}</li>)}</ul>
      </Confirm>
    </div>
  )
}
