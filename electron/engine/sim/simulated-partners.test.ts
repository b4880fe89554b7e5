import { partnerHttpContract } from '../ports/partner-http.contract.ts'
import { createSimulatedPartners } from './simulated-partners.ts'

const url = 'http://localhost:4567'

partnerHttpContract('simulated', (reply) => {
  const clock = { now: () => 0, after: (ms: number, fire: () => void) => { const timer = setTimeout(fire, ms); return () => clearTimeout(timer) } }
  const http = createSimulatedPartners(clock, ({ method, path, user, password, body, url: asked }) =>
    asked.startsWith(url) ? reply({ method, path, authorization: `Basic ${btoa(`${user}:${password}`)}`, body: body === null ? '' : JSON.stringify(body) }) : 'nothing-there')
  return Promise.resolve({ http, url, deadUrl: 'http://localhost:9', close: () => Promise.resolve() })
})
