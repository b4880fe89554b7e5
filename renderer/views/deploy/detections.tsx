import type { Build, Detection } from '../../../shared/domain/build.ts'
import { StateMark } from '../../components/state-mark.tsx'

/** Why this buildpack: what each one answered, and the file that decided. */
export function Detections({ build }: { readonly build: Build }) {
  if (build.detections.length === 0) return null
  const matched = build.detections.find((detection) => detection.matched) ?? null
  return (
    <details className="detections" open={build.status.kind === 'failed' && matched === null}>
      <summary>
        <h2>Why this buildpack</h2>
        <span className="soft ellipsis">{matched === null ? 'Every one said no.' : reasonOf(matched)}</span>
      </summary>
      <table>
        <thead>
          <tr><th scope="col">Buildpack</th><th scope="col">Answer</th><th scope="col">File</th><th scope="col">Reason</th></tr>
        </thead>
        <tbody>
          {build.detections.map((detection, index) => (
            <tr key={index}>
              <td className="mono">{detection.buildpack}</td>
              <td><StateMark kind={detection.matched ? 'up' : 'down'} word={detection.matched ? 'yes' : 'no'} /></td>
              <td className="mono">{detection.file ?? <span className="faint">none</span>}</td>
              <td className="soft">{detection.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function reasonOf(detection: Detection): string {
  return detection.file === null ? `${detection.buildpack}: ${detection.reason}` : `${detection.buildpack}, because of ${detection.file}`
}
