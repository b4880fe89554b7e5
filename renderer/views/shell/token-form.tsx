import { useEffect, useState } from 'react'
import type { Line } from '../../bridge/connect.ts'
import { hasTokenInAddress, keepToken, takeToken } from '../../bridge/token.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useConnection } from '../../store/connection.ts'

/** A browser without a valid token: asks for it instead of showing an error. */
export function TokenForm({ line }: { readonly line: Line }) {
  const [token, setToken] = useState('')
  const kind = useConnection((connection) => connection.line.kind)
  const [isAnswered, setAnswered] = useState(true)
  useTokenInAddress(line)
  const wasRefused = kind === 'denied' && isAnswered && takeToken() !== null
  return (
    <main className="token-page">
      <form
        className="stack-16"
        onSubmit={(event) => {
          event.preventDefault()
          if (token.trim() === '' || kind === 'connecting') return
          keepToken(token)
          setAnswered(true)
          line.redial()
        }}
      >
        <h1>Dynarium asks for its token</h1>
        <p className="soft">Open the whole address that Dynarium printed when it started. Or paste the token: it stands in the file <code>token</code> of the data folder.</p>
        {wasRefused && <ErrorNote error={{ message: 'That token was not accepted.', help: 'Each data folder has its own. Copy the one of the platform that runs here.' }} />}
        {kind === 'lost' && <ErrorNote error={{ message: 'Dynarium does not answer.', help: 'This page tries again by itself. Start Dynarium if it is not running.' }} />}
        <Field
          label="Token"
          type="password"
          isMono
          value={token}
          onChange={(event) => {
            setAnswered(false)
            setToken(event.target.value)
          }}
          autoFocus
        />
        <div><Button type="submit" look="primary" disabled={token.trim() === ''} isPending={kind === 'connecting'}>Connect</Button></div>
      </form>
    </main>
  )
}

/** The whole address pasted over the old one changes only its fragment, which loads nothing by itself. */
function useTokenInAddress(line: Line): void {
  useEffect(() => {
    const onHash = (): void => {
      if (hasTokenInAddress()) line.redial()
    }
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [line])
}
