import { memo } from 'react'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { MiddleText } from '../../components/middle-text.tsx'
import { exactMoment } from '../../text/moment.ts'
import { preciseClock } from '../../text/precise-clock.ts'

type AccessRowProps = {
  readonly id: string
  readonly report: RequestReport
  readonly index: number
  readonly top: number
  readonly isChosen: boolean
  readonly isActive: boolean
  onChoose(): void
}

export const AccessRow = memo(function AccessRow({ id, report, index, top, isChosen, isActive, onChoose }: AccessRowProps) {
  const { at, method, path, status, code, dyno, heldMs, connectMs, serviceMs, totalMs, bytes } = report
  const meaning = code === null ? undefined : routerCodes.get(code)
  const names = ['access-row', isChosen ? 'is-chosen' : '', isActive ? 'is-active' : '', code !== null || (status ?? 0) >= 500 ? 'is-trouble' : '']
  return (
    // The grid has the keys: see AccessTable.
    <div id={id} role="row" aria-rowindex={index + 2} aria-selected={isChosen} className={names.filter(Boolean).join(' ')} style={{ transform: `translateY(${top}px)` }} onClick={onChoose} data-testid={`request-${report.requestId}`}>
      <div role="gridcell" className="access-at" title={exactMoment(at)}>{preciseClock(at)}</div>
      <div role="gridcell" className="access-method">{method}</div>
      <div role="gridcell" className="access-path"><MiddleText text={path} /></div>
      <div role="gridcell" className="access-status">{status ?? 'none'}</div>
      <div role="gridcell" className="access-code" title={meaning === undefined ? undefined : `${meaning.description}: ${meaning.meaning}`}>{code}</div>
      <div role="gridcell" className="access-dyno ellipsis">{dyno ?? 'none'}</div>
      <div role="gridcell" className="access-held">{timed(heldMs)}</div>
      <div role="gridcell" className="access-connect">{timed(connectMs)}</div>
      <div role="gridcell" className="access-service">{timed(serviceMs)}</div>
      <div role="gridcell" className="access-total">{duration(totalMs)}</div>
      <div role="gridcell" className="access-bytes">{bytes === null ? '' : byteSize(bytes)}</div>
    </div>
  )
}, (a, b) => a.report === b.report && a.index === b.index && a.top === b.top && a.isChosen === b.isChosen && a.isActive === b.isActive && a.id === b.id)

const timed = (ms: number | null | undefined): string => (ms === null || ms === undefined ? '' : duration(ms))
