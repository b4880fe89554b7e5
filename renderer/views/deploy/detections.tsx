import type { Build } from '../../../shared/domain/build.ts'
import { StateMark } from '../../components/state-mark.tsx'

/** What each buildpack answered, in the order they were asked, and the file that decided. */
export function Detections({ build }: { readonly build: Build }) {
  if (build.detections.length === 0) return <p className="faint">No buildpack has been asked yet.</p>
  return (
    <table className="detections">
      <thead>
        <tr><th scope="col">Buildpack</th><th scope="col">Answer</th><th scope="col">Why</th></tr>
      </thead>
      <tbody>
        {build.detections.map((detection, index) => (
          <tr key={index}>
            <td className="mono">{detection.buildpack}</td>
            <td><StateMark kind={detection.matched ? 'up' : 'down'} word={detection.matched ? 'yes' : 'no'} size={12} /></td>
            <td className="soft">{detection.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
