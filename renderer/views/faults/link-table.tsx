import { byteSize } from '../../../shared/text/amounts.ts'
import { byteRate, notHandedOn, type Link } from '../../scene/links.ts'
import { useLinks } from '../../store/links.ts'

/** What passes through each link now, both ways. Nothing where there is no link. */
export function LinkTable() {
  const links = useLinks((state) => state.list)
  if (links.length === 0) return null
  return (
    <div className="panel links" tabIndex={0} role="region" aria-label="Links between dynos and services">
      <table data-testid="links">
        <thead>
          <tr><th scope="col">Link</th><th scope="col" className="number">Open</th><th scope="col" className="number">Dyno to service</th><th scope="col" className="number">Service to dyno</th><th scope="col">On it</th></tr>
        </thead>
        <tbody>{links.map((link) => <LinkRow key={link.name} link={link} />)}</tbody>
      </table>
    </div>
  )
}

function LinkRow({ link }: { readonly link: Link }) {
  const { name, listen, upstream, enabled, connections, connectionsEver, toxics } = link
  const held = notHandedOn(link)
  const types = [...new Set(toxics.map(({ type }) => type))]
  return (
    <tr data-testid={`link-row-${name}`}>
      <th scope="row"><span className="mono">{name}</span><span className="faint small mono" title={`${listen} to ${upstream}`}>to port {upstream.split(':').at(-1)}</span></th>
      <td className="number"><span className="mono">{connections}</span><span className="faint small">{connectionsEver} so far</span></td>
      <Passed perSecond={link.perSecondToService} bytes={link.bytesToUpstream} held={held.toService} />
      <Passed perSecond={link.perSecondToDyno} bytes={link.bytesToClient} held={held.toDyno} />
      <td>{[enabled ? '' : 'refuses connections', ...types].filter(Boolean).join(', ') || <span className="faint">nothing</span>}</td>
    </tr>
  )
}

function Passed({ perSecond, bytes, held }: { readonly perSecond: number | null; readonly bytes: number; readonly held: number }) {
  return (
    <td className="number links-passed">
      <span className="mono">{byteRate(perSecond)}</span>
      <span className="faint small">{byteSize(bytes)}{held > 0 && `, ${byteSize(held)} kept back`}</span>
    </td>
  )
}
