import { linePath } from '../scene/sparkline.ts'

type Series = { readonly values: readonly (number | null)[]; readonly look: 'main' | 'faint' | 'bad'; readonly isFilled?: boolean }
type SparklineProps = { readonly series: readonly Series[]; readonly top: number; readonly label: string; readonly height?: number }

const width = 240

/** Values of the last minutes; the newest on the right. The numbers beside it say the same. */
export function Sparkline({ series, top, label, height = 40 }: SparklineProps) {
  const box = { width, height: height - 2 }
  return (
    <svg className="sparkline" viewBox={`0 -1 ${width} ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="sparkline-base" d={`M0 ${box.height}H${width}`} />
      {series.map(({ values, look, isFilled }) => {
        const path = linePath(values, box, top)
        return (
          <g key={look} className={`sparkline-${look}`}>
            {isFilled === true && values.length > 1 && !values.includes(null) && <path className="sparkline-area" d={`${path}L${width} ${box.height}L0 ${box.height}Z`} />}
            <path className="sparkline-line" d={path} />
          </g>
        )
      })}
    </svg>
  )
}
