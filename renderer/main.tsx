import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import { followBill } from './store/bill.ts'
import { startConnection } from './store/connection.ts'
import { shareLook } from './store/ui.ts'
import { startWindowRequests } from './store/window-requests.ts'
import { App } from './views/app.tsx'
import './theme/fonts.css'
import './theme/tokens.css'
import './theme/document.css'
import './theme/shell.css'
import './theme/rooms.css'
import './theme/controls.css'
import './theme/stage.css'
import './theme/view-top-and-strip.css'
import './theme/view-apps.css'
import './theme/view-overview.css'
import './theme/inspector.css'
import './theme/theatre.css'
import './theme/view-deploy.css'
import './theme/view-releases.css'
import './theme/view-config.css'
import './theme/view-logs.css'
import './theme/view-search.css'
import './theme/view-activity.css'
import './theme/view-settings.css'
import './theme/view-map.css'
import './theme/view-map-dynos.css'
import './theme/view-map-world.css'
import './theme/view-map-faults.css'
import './theme/view-metrics.css'
import './theme/view-autoscale.css'
import './theme/view-traffic.css'
import './theme/view-access.css'
import './theme/view-faults.css'
import './theme/view-router.css'
import './theme/view-codes.css'
import './theme/view-experiments.css'
import './theme/view-factors.css'
import './theme/view-doctor.css'
import './theme/view-containers.css'
import './theme/view-money.css'
import './theme/view-addons.css'
import './theme/view-services.css'
import './theme/view-postgres.css'
import './theme/view-pipelines.css'
import './theme/view-preferences.css'
import './theme/view-welcome.css'
import './theme/drawer.css'
import './theme/toasts.css'
import './theme/log-colors.css'
import './theme/themes.css'

// The page may not compile code at run time (content security policy), so zod must not try to.
config({ jitless: true })

const line = startConnection()
startWindowRequests()
followBill()
shareLook()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App line={line} />
  </StrictMode>,
)
