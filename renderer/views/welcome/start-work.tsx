import { CopyLine } from '../../components/copy.tsx'
import { CreateApp } from '../apps/create-app.tsx'
import { DeployFolder } from '../deploy/deploy-folder.tsx'

/** Three ways to begin without a sample. */
export function StartWork() {
  return (
    <div className="work-ways">
      <div className="work-way">
        <h2>An empty app</h2>
        <CreateApp isOpen />
      </div>
      <div className="work-way">
        <h2>A folder of yours</h2>
        <div className="actions"><DeployFolder appId={null} /></div>
      </div>
      <div className="work-way">
        <h2>A push</h2>
        <CopyLine text="git push heroku main" label="the push command" />
        <p className="faint small">Create an app first: it shows you its git remote.</p>
      </div>
    </div>
  )
}
