import { Switch } from '../../components/switch.tsx'
import { scaleChoices, themeChoices, useUi, type ScaleChoice } from '../../store/ui.ts'
import { themeWords } from '../shell/commands/window.ts'
import { Preference } from './preference.tsx'
import { Segments } from './segments.tsx'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** How the window looks. Kept on this machine, for every window. */
export function LookPreferences() {
  const { theme, scale, density, motion, wrapLogs } = useUi()
  return (
    <>
      <Preference title="Theme" note="System follows light, dark and more contrast as your system has them. Projector is for a classroom’s wall.">
        <Segments label="Which theme" value={theme} options={themeChoices.map((choice) => [choice, capital(themeWords[choice])] as const)} onChange={(choice) => useUi.setState({ theme: choice })} />
      </Preference>
      <Preference title="Scale" note="Of the whole window. When it grows, the names beside the icons give way first.">
        <select className="input preference-short" aria-label="Scale of the window" value={scale} onChange={(event) => useUi.setState({ scale: Number(event.target.value) as ScaleChoice })}>
          {scaleChoices.map((choice) => <option key={choice} value={choice}>{choice} %</option>)}
        </select>
      </Preference>
      <Preference title="Rows" note="Compact shows more of them, with less air.">
        <Segments label="Which rows" value={density} options={[['comfortable', 'Comfortable'], ['compact', 'Compact']]} onChange={(choice) => useUi.setState({ density: choice })} />
      </Preference>
      <Preference title="Motion" note="Only facts move here. Reduced shows them as numbers and still marks.">
        <Segments label="How much motion" value={motion} options={[['system', 'As the system wishes'], ['reduced', 'Reduced']]} onChange={(choice) => useUi.setState({ motion: choice })} />
      </Preference>
      <Preference title="Logs">
        <Switch label="Wrap long lines" isOn={wrapLogs} onChange={(isOn) => useUi.setState({ wrapLogs: isOn })} />
      </Preference>
    </>
  )
}
