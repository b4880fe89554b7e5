import { byteRate, type Link } from '../scene/links.ts'
import type { MapLink } from '../scene/map-links.ts'
import { linkFact } from '../scene/map-words.ts'
import { useLinks } from '../store/links.ts'
import { boxStyle } from './map-dyno.tsx'
import { FaultFlag, troubleWords, useMapTrouble } from './map-trouble.tsx'

const none: readonly string[] = []

/** A link to a service, and what passes it. A mark of its own only while the map is aimed at. */
export function MapLinkMark({ place }: { readonly place: MapLink }) {
  const link = useLinks(({ list }) => list.find(({ name }) => name === place.name) ?? null)
  const { afflictions, blast, aim } = useMapTrouble()
  if (link === null) return null
  const titles = afflictions.proxies.get(link.name) ?? none
  const isMarked = blast.proxies.has(link.name)
  const fact = [linkFact(link), troubleWords(titles, isMarked)].filter(Boolean).join(', ')
  const shared = {
    className: `map-link map-link-${place.form}`, style: boxStyle(place), 'data-fault': titles.length > 0 || undefined, 'data-blast': isMarked || undefined,
    'data-fact': fact, 'data-testid': `link-${link.name}`,
  }
  const inside = <><LinkLines link={link} /><FaultFlag titles={titles} isMarked={isMarked} /></>
  if (aim === null) return <div {...shared}>{inside}</div>
  return <button type="button" {...shared} tabIndex={-1} data-mark={`link:${link.name}`} aria-label={fact} aria-pressed={isMarked} onClick={() => aim({ kind: 'proxy', proxy: link.name })}>{inside}</button>
}

function LinkLines({ link }: { readonly link: Link }) {
  return (
    <>
      <b className="mono ellipsis">{link.name}</b>
      <span className="map-link-passes mono">
        {link.enabled ? <><Passes way="→" perSecond={link.perSecondToService} /><Passes way="←" perSecond={link.perSecondToDyno} /></> : <span>refuses</span>}
      </span>
    </>
  )
}

/** The arrow is of the other family, where it can be seen. */
function Passes({ way, perSecond }: { readonly way: string; readonly perSecond: number | null }) {
  return <span><i>{way}</i> {perSecond === null ? '' : byteRate(perSecond)}</span>
}
