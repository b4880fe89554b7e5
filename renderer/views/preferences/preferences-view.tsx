import { Button } from '../../components/button.tsx'
import { restartSteps, startShow, useGuide } from '../../store/guide.ts'
import { showPage } from '../../store/ui.ts'
import { KeysTable } from '../shell/keys-table.tsx'
import { ClosingPreference } from './closing-preference.tsx'
import { LookPreferences } from './look-preferences.tsx'
import { AboutDynarium, EraPreference, KeptHere, WhatIsModelled } from './platform-preferences.tsx'
import { Preference } from './preference.tsx'

export function PreferencesView() {
  return (
    <div className="view preferences">
      <div className="view-head"><h1>Preferences</h1></div>
      <div className="settings">
        <LookPreferences />
        <EraPreference />
        <ClosingPreference />
        <GuidePreference />
        <Preference title="Keys" note="Letters work while you are not typing. In a browser, Ctrl with a digit belongs to the browser itself."><KeysTable /></Preference>
        <WhatIsModelled />
        <KeptHere />
        <AboutDynarium />
      </div>
    </div>
  )
}

function GuidePreference() {
  const isPlaying = useGuide((guide) => guide.show !== null)
  return (
    <Preference title="Guides" note="The doors of the first start.">
      <div className="actions preference-actions">
        <Button icon="play" disabled={isPlaying} onClick={startShow}>Play the demo</Button>
        <Button onClick={() => restartSteps(Date.now())}>Begin the first steps again</Button>
        <Button look="quiet" onClick={() => showPage('welcome')}>Show the doors</Button>
      </div>
    </Preference>
  )
}
