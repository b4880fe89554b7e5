import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ChartMark } from '../scene/chart-marks.ts'
import { axisText } from '../scene/chart-text.ts'
import type { Chart, ChartSeries, TimeWindow } from '../scene/chart.ts'
import { pageZoom } from './page-zoom.ts'
import { readPalette, useThemeTurn, type Palette } from './palette.ts'
import { useWidth } from './use-width.ts'

type TimeChartProps = {
  readonly chart: Chart
  readonly window: TimeWindow
  readonly marks: readonly ChartMark[]
  /** Where the pointer is, in milliseconds since the epoch. Charts of one page move their cursors in step. */
  onCursor(at: number | null): void
}

const height = 128
const axisWidth = 64
const timeAxisHeight = 22
/** Half of a time of day, so that the last one is whole. */
const rightRoom = 18
const least = { width: 80, timeSpace: 70 } as const
const syncKey = 'dynarium'

/** Lines over time on a canvas. It is a picture only: the sentence and the table beside it say the same. */
export function TimeChart({ chart, window, marks, onCursor }: TimeChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const plot = useRef<UPlot | null>(null)
  const now = useRef({ chart, window, marks, onCursor })
  now.current = { chart, window, marks, onCursor }
  const themeTurn = useThemeTurn()
  const look = JSON.stringify(chart.series.map(({ label, tone, isDashed, isFilled, isStepped }) => [label, tone, isDashed, isFilled, isStepped]))
  const isLaidOut = width >= least.width
  // It stands in the window's own pixels, so that the pointer is where it is drawn.
  const tall = height * pageZoom()
  useEffect(() => {
    const element = ref.current
    if (element === null || !isLaidOut) return
    const made = new UPlot(optionsOf(now, element.clientWidth, readPalette(pageZoom())), dataOf(now.current.chart, now.current.window), element)
    const move = (event: MouseEvent): void => now.current.onCursor(made.posToVal(event.offsetX, 'x') * 1000)
    const leave = (): void => now.current.onCursor(null)
    made.over.addEventListener('mousemove', move)
    made.over.addEventListener('mouseleave', leave)
    plot.current = made
    return () => {
      plot.current = null
      made.destroy()
    }
  }, [ref, look, themeTurn, isLaidOut])
  useEffect(() => {
    if (isLaidOut) plot.current?.setSize({ width, height: tall })
  }, [width, tall, isLaidOut])
  useEffect(() => {
    // All scales take their ranges from what is shown now.
    plot.current?.setData(dataOf(chart, window))
  }, [chart, window, marks])
  return <div className="time-chart" ref={ref} aria-hidden="true" style={{ height: tall }} />
}

type Now = { readonly current: Pick<TimeChartProps, 'chart' | 'window' | 'marks'> }

function optionsOf(now: Now, width: number, palette: Palette): UPlot.Options {
  const { unit, series } = now.current.chart
  const line = { stroke: palette.line, width: 1 }
  const axis = { stroke: palette.text, font: palette.font, ticks: { show: false } }
  return {
    width, height: height * pageZoom(), legend: { show: false }, padding: [8, rightRoom * palette.scale, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, sync: { key: syncKey, scales: ['x', null] } },
    scales: {
      x: { time: true, range: () => [now.current.window.from / 1000, now.current.window.to / 1000] },
      y: { range: () => [0, now.current.chart.top] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: timeAxisHeight * palette.scale, space: least.timeSpace * palette.scale, values: (_, times) => times.map(clockText) },
      { ...axis, grid: line, size: axisWidth * palette.scale, splits: () => splitsOf(now.current.chart), values: (_, splits) => splits.map((value) => axisText(unit, value)) },
    ],
    series: [{}, ...series.map((entry) => seriesOf(entry, palette))],
    hooks: { draw: [(plot) => drawMarks(plot, now.current.marks, palette)] },
  }
}

/** Whole things have no halves. */
function splitsOf({ unit, top }: Chart): number[] {
  return unit === 'count' && top % 2 !== 0 ? [0, top] : [0, top / 2, top]
}

function seriesOf({ label, tone, isFilled, isDashed, isStepped }: ChartSeries, palette: Palette): UPlot.Series {
  const color = palette.color(tone)
  return {
    label, stroke: color, width: 1.5 * palette.scale, points: { show: false }, spanGaps: false,
    ...(isFilled === true ? { fill: palette.wash(tone) } : {}),
    ...(isDashed === true ? { dash: [5, 4] } : {}),
    ...(isStepped === true ? { paths: UPlot.paths.stepped?.({ align: 1 }) } : {}),
  }
}

function dataOf({ series }: Chart, { times }: TimeWindow): UPlot.AlignedData {
  return [times.map((at) => at / 1000), ...series.map(({ values }) => [...values])]
}

function drawMarks(plot: UPlot, marks: readonly ChartMark[], palette: Palette): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const { at, tone } of marks) {
    const x = Math.round(plot.valToPos(at / 1000, 'x', true))
    ctx.fillStyle = palette.color(tone === 'bad' ? 'bad' : tone === 'good' ? 'good' : 'faint')
    ctx.globalAlpha = 0.7
    ctx.fillRect(x, bbox.top, UPlot.pxRatio, bbox.height)
    ctx.globalAlpha = 1
    ctx.fillRect(x - 2 * UPlot.pxRatio, bbox.top, 5 * UPlot.pxRatio, 3 * UPlot.pxRatio)
  }
  ctx.restore()
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const clockWithSeconds = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const clockText = (seconds: number): string => (seconds % 60 === 0 ? clock : clockWithSeconds).format(seconds * 1000)
