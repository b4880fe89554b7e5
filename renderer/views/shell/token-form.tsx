import { useState } from 'react'
import type { Line } from '../../bridge/connect.ts'
import { keepToken } from '../../bridge/token.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'

/** A browser without a valid token: asks for it instead of showing an error. */
export function TokenForm({ line }: { readonly line: Line }) {
  const [token, setToken] = useState('')
  return (
    <main className="token-page">
      <form
        className="stack-16"
        onSubmit={(event) => {
          event.preventDefault()
          if (token.trim() === '') return
          keepToken(token)
          line.redial()
        }}
      >
        <h1>Dynarium asks for its token</h1>
        <p className="soft">Open the whole address that Dynarium printed when it started. Or paste the token: it stands in the file <code>token</code> of the data folder.</p>
        <Field label="Token" type="password" isMono value={token} onChange={(event) => setToken(event.target.value)} autoFocus />
        <div><Button type="submit" look="primary" disabled={token.trim() === ''}>Connect</Button></div>
      </form>
    </main>
  )
}
