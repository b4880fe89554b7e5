import { useEffect } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useStackWork } from '../../store/stack-work.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { BringStack } from './bring-stack.tsx'
import { BringProgress } from './bring-progress.tsx'
import { EnginePanel } from './engine-panel.tsx'
import { ImageList } from './image-list.tsx'
import { MadeList } from './made-list.tsx'

/** The container engine of this machine, and the images that dynos in containers are made of. */
export function ContainersView() {
  const engine = useAnswer('docker:info', {})
  const isReady = engine.value?.kind === 'ready'
  const images = useAnswer('docker:images', isReady ? {} : null)
  const hasEnded = useStackWork(({ work }) => work?.end?.kind ?? null)
  const { again } = images
  useEffect(() => {
    if (hasEnded !== null) again()
  }, [hasEnded, again])
  return (
    <div className="view containers">
      <div className="view-head">
        <h1>Containers</h1>
        <div className="actions">
          <Button icon="restart" isPending={engine.isPending} onClick={engine.again}>Look again</Button>
        </div>
      </div>
      <ErrorNote error={engine.error} />
      {engine.value === null ? engine.isPending && <p className="faint" role="status">Looking for a container engine.</p> : <EnginePanel report={engine.value} />}
      <BringProgress />
      {isReady && <ErrorNote error={images.error} />}
      {isReady && images.value !== null && (
        <>
          <ImageList images={images.value.images} onChange={again} />
          <BringStack stacks={images.value.stacks} has={images.value.images.map(({ stack }) => stack)} />
          <MadeList />
        </>
      )}
    </div>
  )
}
