import type { DockerReport } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { CopyLine } from '../../components/copy.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Button } from '../../components/button.tsx'
import { showApps } from '../../store/ui.ts'

export function EnginePanel({ report }: { readonly report: DockerReport }) {
  return (
    <section className="panel" aria-labelledby="container-engine">
      <div className="panel-head">
        <h2 id="container-engine">Engine</h2>
        {report.kind === 'ready' ? <StateMark kind="up" word="ready" /> : <StateMark kind={report.trouble === 'none' ? 'down' : 'crashed'} word={troubleWords[report.trouble]} />}
      </div>
      <div className="panel-body">{report.kind === 'ready' ? <Ready report={report} /> : <Trouble report={report} />}</div>
    </section>
  )
}

type TroubleReport = Extract<DockerReport, { kind: 'trouble' }>

const troubleWords: Readonly<Record<TroubleReport['trouble'], string>> = {
  none: 'not here', 'not-running': 'not running', 'no-permission': 'not allowed', 'too-old': 'too old', 'too-little-memory': 'too little memory', 'not-linux': 'not for Linux', 'not-reached': 'not reached',
}

function Ready({ report }: { readonly report: Extract<DockerReport, { kind: 'ready' }> }) {
  return (
    <dl className="facts">
      <dt>Engine</dt>
      <dd>{report.engine} {report.version} <span className="faint">API {report.apiVersion}</span></dd>
      <dt>Address</dt>
      <dd className="mono">{report.address}</dd>
      <dt>For containers</dt>
      <dd>{report.cores} {report.cores === 1 ? 'core' : 'cores'}, {byteSize(report.memoryBytes)} of memory</dd>
      <dt>Network</dt>
      <dd>{report.isDirect ? 'On this machine: containers are reached at their own addresses.' : 'In a machine of its own: containers are reached through ports of 127.0.0.1.'}</dd>
    </dl>
  )
}

function Trouble({ report: { happened, fix, without, command, raw } }: { readonly report: TroubleReport }) {
  return (
    <div className="stack-12">
      <p><b>{happened}</b> {fix}</p>
      {command !== null && <CopyLine text={command} label="the line that helps" />}
      <p className="soft">{without}</p>
      <div className="actions"><Button onClick={showApps}>Continue without Docker</Button></div>
      {raw !== null && (
        <details className="containers-raw">
          <summary>What the system said</summary>
          <pre tabIndex={0}>{raw}</pre>
        </details>
      )}
    </div>
  )
}
