import type { App } from '../../../shared/domain/app.ts'
import { CopyLine } from '../../components/copy.tsx'
import { useMirror } from '../../store/mirror.ts'

/** The two commands that deploy, ready to paste into a terminal. The token is copied, not shown. */
export function PushHelp({ app }: { readonly app: App }) {
  const info = useMirror((mirror) => mirror.info)
  if (info === null) return <p className="faint">The address of the repository is not known yet.</p>
  const remote = (token: string): string => `git remote add heroku ${withToken(info.controlUrl, token)}/${app.name}.git`
  return (
    <div className="stack-8">
      <CopyLine text={remote(info.token)} shown={remote('••••')} label="the remote command" />
      <CopyLine text="git push heroku main" label="the push command" />
      <p className="faint small">In the folder of your repository. The first line is needed once.</p>
    </div>
  )
}

function withToken(controlUrl: string, token: string): string {
  return controlUrl.replace(/^(https?:\/\/)/, `$1heroku:${token}@`).replace(/\/$/, '')
}
