import { duration } from '../../../shared/text/time.ts'
import { lastLine } from '../../scene/output-parts.ts'
import type { Push } from './use-push.ts'

/** Which buildpack works, and how far it is. Its lines are marked in the output. */
export function CompileStep({ push: { build, lines, parts, steps } }: { readonly push: Push }) {
  const step = steps.find(({ name }) => name === 'compile')
  const matched = build.detections.filter((detection) => detection.matched).map(({ buildpack }) => buildpack)
  const packs = build.buildpacks.length > 0 ? build.buildpacks : matched
  const { from, to } = parts.compile
  return (
    <dl className="facts">
      <dt>{packs[0] === 'heroku.yml' ? 'Manifest' : packs.length > 1 ? 'Buildpacks' : 'Buildpack'}</dt>
      <dd className="mono">{packs.join(', ') || 'not known yet'}</dd>
      {step?.tookMs != null && <><dt>Took</dt><dd>{duration(step.tookMs)}</dd></>}
      {to > from && (
        <>
          <dt>{step?.state === 'active' ? 'Says now' : 'Said last'}</dt>
          <dd className="mono">{lastLine(lines, parts.compile)}</dd>
          <dt>Its output</dt>
          <dd>lines {from + 1} to {to}, marked in the output</dd>
        </>
      )}
    </dl>
  )
}
