import { useRef } from 'react'
import { Icon, type IconName } from '../../components/icon.tsx'
import { showMe } from '../../guide/show-me.ts'
import { openTeach, startShow, takeDoor, useGuide, type Door } from '../../store/guide.ts'
import { SampleGallery } from '../apps/sample-gallery.tsx'
import { StartWork } from './start-work.tsx'

/** The first screen: three doors, and behind the third all there is to begin with. */
export function WelcomeView() {
  const work = useRef<HTMLElement>(null)
  const door = useGuide((guide) => guide.door)
  const isPlaying = useGuide((guide) => guide.show !== null)
  const goToWork = (): void => {
    takeDoor('work')
    work.current?.scrollIntoView({ block: 'nearest' })
    work.current?.querySelector('input')?.focus()
  }
  return (
    <div className="view welcome-page">
      <header className="welcome-head">
        <h1>A platform of your own, on this machine</h1>
        <p className="soft">Push code and watch it build, release, start, serve, crash and come back. No account, and nothing leaves this machine.</p>
      </header>
      <ul className="doors" aria-label="Where to begin">
        <DoorCard id="show" icon="play" title="Show me" isLast={door === 'show'} isDisabled={isPlaying} onOpen={startShow} text={`A demo that plays itself on a real app: ${showMe.length} steps, about two minutes. Esc leaves it at any time.`} />
        <DoorCard id="teach" icon="check" title="Teach me" isLast={door === 'teach'} onOpen={() => openTeach(true)} text="First steps: a short list beside your work that ticks itself as you go. In any order, at your pace." />
        <DoorCard id="work" icon="folder" title="Let me work" isLast={door === 'work'} onOpen={goToWork} text="Create an app, drop a folder, push with git, or start with a sample. All of it is below." />
      </ul>
      <section ref={work} className="welcome-work" aria-label="Begin to work"><StartWork /></section>
      <SampleGallery isFirst />
    </div>
  )
}

type DoorProps = { readonly id: Door; readonly icon: IconName; readonly title: string; readonly text: string; readonly isLast: boolean; readonly isDisabled?: boolean; onOpen(): void }

function DoorCard({ id, icon, title, text, isLast, isDisabled = false, onOpen }: DoorProps) {
  return (
    <li>
      <button type="button" className="door" data-testid={`door-${id}`} disabled={isDisabled} onClick={onOpen}>
        <span className="door-title">
          <Icon name={icon} size={20} />
          {title}
          {isLast && <span className="door-last faint small">last time</span>}
        </span>
        <span className="soft">{text}</span>
      </button>
    </li>
  )
}
