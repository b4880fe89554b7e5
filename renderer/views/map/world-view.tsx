import { useEffect } from 'react'
import { followFlow } from '../../store/flow.ts'
import { useApps } from '../../store/selectors.ts'
import { SampleGallery } from '../apps/sample-gallery.tsx'
import { WorldApp } from './world-app.tsx'

/** All apps at once, each as a small map. */
export function WorldView() {
  const apps = useApps()
  useEffect(() => followFlow(null), [])
  if (apps.length === 0) return <EmptyWorld />
  return (
    <div className="view">
      <div className="view-head">
        <h1>World map</h1>
        <p className="small">Choose an app to go in. Esc comes back here.</p>
      </div>
      <ul className="world">{apps.map((app) => <li key={app.id}><WorldApp app={app} /></li>)}</ul>
    </div>
  )
}

function EmptyWorld() {
  return (
    <div className="view">
      <div className="view-head"><h1>World map</h1></div>
      <p className="soft world-empty">Every app will stand here as a small map: its visitors, the router with its queue, and each dyno with its state. Deploy one to see it move.</p>
      <SampleGallery isFirst />
    </div>
  )
}
