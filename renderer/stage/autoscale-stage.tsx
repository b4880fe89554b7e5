import { useState } from 'react'
import { lagSpans, type AutoscalePicture, type Band, type BandLine, type Decision } from '../scene/autoscale-picture.ts'
import { stepOf, type TimeWindow } from '../scene/chart.ts'
import { bandText } from '../text/autoscale-figures.ts'
import { scalingSentence } from '../text/autoscale-words.ts'
import { moment } from '../text/moment.ts'
import { useWidth } from './use-width.ts'

type AutoscaleStageProps = { readonly picture: AutoscalePicture; readonly chosen: number | null; onChoose(seq: number | null): void }

const box = { left: 64, right: 20, top: 30, band: 76, gap: 30, axis: 22 } as const
const height = box.top + 4 * box.band + 3 * box.gap + box.axis
const leastWidth = 160
const signs = { up: '▲', down: '▼', pulled: '◆', kept: '●' } as const

/** Four bands over one span of time. It is a picture; its decisions are buttons, and the list and the table beside it say all of it. */
export function AutoscaleStage({ picture, chosen, onChoose }: AutoscaleStageProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [pointed, setPointed] = useState<number | null>(null)
  const { window, bands, decisions, cooling } = picture
  const wide = Math.max(leastWidth, width) - box.left - box.right
  const x = (at: number): number => box.left + (wide * (Math.min(window.to, Math.max(window.from, at)) - window.from)) / (window.to - window.from)
  const index = pointed === null ? window.times.length - 1 : Math.max(0, stepOf(window, pointed))
  return (
    <>
      <ul className="chart-legend autoscale-legend" aria-hidden="true">
        <li className="mono">{moment(pointed ?? window.to, window.to)}</li>
        {bands.flatMap((band) => band.lines.map((line) => (
          <li key={`${band.id}-${line.label}`}>
            <i className={`autoscale-key tone-${line.tone}`} data-dashed={line.isDashed} />
            <span className="faint">{line.label}</span>
            <span className="mono">{bandText(band.id, line.values[index] ?? null)}</span>
          </li>
        )))}
        <li><i className="autoscale-lag-key" /><span className="faint">boot lag</span></li>
        <li><i className="autoscale-cool-key" /><span className="faint">cool-down</span></li>
      </ul>
      <div ref={ref} className="autoscale-stage" style={{ height }} onMouseMove={(event) => setPointed(timeAt(event.nativeEvent.offsetX, event.target === event.currentTarget || event.target instanceof SVGElement, window, wide))} onMouseLeave={() => setPointed(null)}>
        <svg width={wide + box.left + box.right} height={height} aria-hidden="true">
          {cooling.map(({ from, to }) => <rect key={from} className="autoscale-cool" x={x(from)} y={box.top - 6} width={Math.max(1, x(to) - x(from))} height={height - box.top - box.axis + 6} />)}
          {bands.map((band, at) => <BandShape key={band.id} band={band} window={window} y={box.top + at * (box.band + box.gap)} wide={wide} />)}
          <Lag picture={picture} wide={wide} />
          {decisions.map(({ seq, at, data }) => <line key={seq} className={`autoscale-cut cut-${data.act}`} data-chosen={seq === chosen} x1={x(at)} x2={x(at)} y1={box.top - 8} y2={height - box.axis} />)}
          {pointed !== null && <line className="autoscale-cursor" x1={x(pointed)} x2={x(pointed)} y1={box.top} y2={height - box.axis} />}
          {ticks(window).map((at) => <text key={at} className="autoscale-axis" x={x(at)} y={height - 6} textAnchor="middle">{clockOf(at, window)}</text>)}
        </svg>
        {decisions.map((decision) => <Sign key={decision.seq} decision={decision} left={x(decision.at)} isChosen={decision.seq === chosen} onChoose={onChoose} />)}
      </div>
    </>
  )
}

function Sign({ decision, left, isChosen, onChoose }: { readonly decision: Decision; readonly left: number; readonly isChosen: boolean; onChoose(seq: number | null): void }) {
  const { seq, data } = decision
  const words = `${scalingSentence(decision)}${data.isTurn ? ' Thrash: it takes back the step before.' : ''}`
  return (
    <button
      type="button" className={`autoscale-sign sign-${data.act}`} data-turn={data.isTurn} data-testid={`decision-${data.act}`} aria-label={words} aria-pressed={isChosen} style={{ left }}
      onMouseEnter={() => onChoose(seq)} onFocus={() => onChoose(seq)} onClick={() => onChoose(seq)}
    >
      {signs[data.act]}
    </button>
  )
}

function BandShape({ band, window, y, wide }: { readonly band: Band; readonly window: TimeWindow; readonly y: number; readonly wide: number }) {
  return (
    <g transform={`translate(${box.left} ${y})`}>
      <text className="autoscale-band" x={0} y={-6}>{band.title}</text>
      <line className="autoscale-line" x1={0} x2={wide} y1={0} y2={0} />
      <line className="autoscale-line" x1={0} x2={wide} y1={box.band} y2={box.band} />
      <text className="autoscale-axis" x={-8} y={4} textAnchor="end">{bandText(band.id, band.top)}</text>
      <text className="autoscale-axis" x={-8} y={box.band + 4} textAnchor="end">0</text>
      {band.lines.map((line) => {
        const path = pathOf(line, window, wide, band.top)
        return (
          <g key={line.label} className={`tone-${line.tone}`}>
            {line.isFilled === true && <path className="autoscale-fill" d={areaOf(line, window, wide, band.top)} />}
            <path className="autoscale-path" data-dashed={line.isDashed} d={path} />
          </g>
        )
      })}
    </g>
  )
}

/** What is wanted and does not run yet. */
function Lag({ picture, wide }: { readonly picture: AutoscalePicture; readonly wide: number }) {
  const { window, bands } = picture
  const y = box.top + box.band + box.gap
  const yOf = (value: number): number => y + box.band - (box.band * value) / bands[1].top
  return <>{lagSpans(picture).map(({ index, running, wanted }) => {
    const [from, to] = [edge(window, index, wide), edge(window, index + 1, wide)]
    return <rect key={index} className="autoscale-lag" x={box.left + from} width={Math.max(1, to - from)} y={yOf(wanted)} height={yOf(running) - yOf(wanted)} />
  })}</>
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))
const edge = (window: TimeWindow, index: number, wide: number): number => clamp((wide * ((window.times[index] ?? window.to) - window.from)) / (window.to - window.from), wide)

function points({ values, isStepped }: BandLine, window: TimeWindow, wide: number, top: number): readonly (readonly (readonly [number, number])[])[] {
  const parts: [number, number][][] = []
  let part: [number, number][] | null = null
  values.forEach((value, index) => {
    if (value === null) return void (part = null)
    if (part === null) parts.push((part = []))
    const y = box.band - box.band * Math.min(1, value / top)
    const [from, to] = [edge(window, index, wide), edge(window, index + 1, wide)]
    if (isStepped === true) part.push([from, y], [to, y])
    else part.push([(from + to) / 2, y])
  })
  return parts
}

const pathOf = (line: BandLine, window: TimeWindow, wide: number, top: number): string =>
  points(line, window, wide, top).map((part) => part.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('') + (part.length === 1 ? 'h1' : '')).join('')

const areaOf = (line: BandLine, window: TimeWindow, wide: number, top: number): string =>
  points(line, window, wide, top).map((part) => `M${round(part[0]?.[0] ?? 0)} ${box.band}${part.map(([x, y]) => `L${round(x)} ${round(y)}`).join('')}L${round(part.at(-1)?.[0] ?? 0)} ${box.band}Z`).join('')

const round = (value: number): number => Math.round(value * 10) / 10

const clockOf = (at: number, window: TimeWindow): string => (window.to - window.from <= shortMs ? moment(at, window.to).slice(-8) : moment(at, window.to).slice(-8, -3))
/** Up to so long the seconds are said, too. */
const shortMs = 150_000

/** Round times, at most seven of them. */
function ticks({ from, to }: TimeWindow): readonly number[] {
  const stepMs = [30_000, 60_000, 180_000, 600_000].find((step) => (to - from) / step <= 7) ?? 600_000
  const first = Math.ceil((from + stepMs / 4) / stepMs) * stepMs
  return Array.from({ length: Math.max(0, Math.floor((to - stepMs / 8 - first) / stepMs) + 1) }, (_, index) => first + index * stepMs)
}

function timeAt(offset: number, isOwn: boolean, window: TimeWindow, wide: number): number | null {
  const share = (offset - box.left) / wide
  return !isOwn || share < 0 || share > 1 ? null : window.from + share * (window.to - window.from)
}
