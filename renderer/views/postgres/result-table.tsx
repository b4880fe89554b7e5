import type { ReactNode } from 'react'
import type { CallOutput } from '../../../shared/protocol/calls.ts'

type Table = Pick<CallOutput<'pg:ps'>, 'columns' | 'rows' | 'hasMore'>
type ResultTableProps = { readonly label: string; readonly table: Table; readonly empty: string; /** At the end of each row. */ action?(row: readonly (string | null)[], columns: readonly string[]): ReactNode }

const isNumber = (cell: string | null | undefined): boolean => cell != null && /^-?\d+(\.\d+)?$/.test(cell)

/** What Postgres answered, as it answered it: null is said, and numbers stay texts. */
export function ResultTable({ label, table, empty, action }: ResultTableProps) {
  if (table.columns.length === 0 || table.rows.length === 0) return <p className="panel-body soft small">{empty}</p>
  const areNumbers = table.columns.map((_, column) => table.rows.every((row) => row[column] === null || isNumber(row[column])) && table.rows.some((row) => row[column] !== null))
  return (
    <div className="pg-table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead><tr>{table.columns.map((name, at) => <th key={`${at}/${name}`} scope="col" className={areNumbers[at] === true ? 'number' : undefined}>{name}</th>)}{action !== undefined && <th scope="col"><span className="visually-hidden">Do</span></th>}</tr></thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => <td key={column} className={areNumbers[column] === true ? 'number' : undefined} title={cell ?? undefined}>{cell === null ? <span className="faint">null</span> : <code>{cell}</code>}</td>)}
              {action !== undefined && <td>{action(row, table.columns)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {table.hasMore && <p className="soft small panel-body">There are more rows: only the first {table.rows.length} are shown.</p>}
    </div>
  )
}
