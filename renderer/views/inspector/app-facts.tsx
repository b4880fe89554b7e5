import type { App } from '../../../shared/domain/app.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Moment } from '../../components/moment.tsx'
import { useCurrentSlug, useReleases } from '../../store/selectors.ts'
import { PushHelp } from '../deploy/push-help.tsx'

export function AppFacts({ app }: { readonly app: App }) {
  const slug = useCurrentSlug(app)
  const release = useReleases(app.id).find((entry) => entry.version === app.currentVersion) ?? null
  const buildpacks = app.buildpacks.length > 0 ? app.buildpacks.join(', ') : app.detectedBuildpack
  return (
    <>
      <section>
        <h3>This app</h3>
        <dl className="facts">
          <dt>Release</dt>
          <dd>{release === null ? 'none yet' : <><code>v{release.version}</code> {release.description}</>}</dd>
          {release !== null && <><dt>Released</dt><dd><Moment at={release.createdAt} /> by {release.by}</dd></>}
          {slug !== null && <><dt>Slug</dt><dd>{byteSize(slug.bytes)}, {slug.files} {slug.files === 1 ? 'file' : 'files'}</dd></>}
          {slug?.language != null && <><dt>Language</dt><dd>{slug.language}</dd></>}
          <dt>Buildpack</dt>
          <dd>{buildpacks ?? 'detected at the first build'}</dd>
          <dt>Stack</dt>
          <dd>{app.stack}</dd>
          <dt>Preboot</dt>
          <dd>{app.preboot ? 'on' : 'off'}</dd>
          <dt>Created</dt>
          <dd><Moment at={app.createdAt} /></dd>
        </dl>
      </section>
      {app.domains.length > 0 && (
        <section>
          <h3>Domains</h3>
          <ul className="stack-8">{app.domains.map((domain) => <li key={domain.id} className="mono">{domain.hostname}</li>)}</ul>
        </section>
      )}
      {slug !== null && (
        <section>
          <h3>Push with git</h3>
          <PushHelp app={app} />
        </section>
      )}
    </>
  )
}
