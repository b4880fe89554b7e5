import { useRef } from 'react'
import { chosenSource, pickedSource } from '../../bridge/folder-source.ts'
import { windowBridge } from '../../bridge/window-bridge.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { deployNamed } from '../../store/deploy.ts'
import { useAttempt } from '../../store/use-command.ts'

/** Chooses a folder and deploys it: the desktop's dialog in the window, the browser's own elsewhere. */
export function DeployFolder({ appId }: { readonly appId: string | null }) {
  const input = useRef<HTMLInputElement>(null)
  const { attempt, isPending, error } = useAttempt()
  const choose = (): void => {
    if (windowBridge() === null) input.current?.click()
    else void attempt(async () => deployNamed(appId, await pickedSource()))
  }
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      <input
        ref={input}
        type="file"
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          // Else the same folder, chosen again, would not be news.
          event.target.value = ''
          void attempt(async () => deployNamed(appId, await chosenSource(files)))
        }}
      />
      <span className="faint small">Drop one on the window, or</span>
      <Button icon="folder" isPending={isPending} onClick={choose}>Choose folder</Button>
    </>
  )
}
