// The page of a log-in in the browser: whole in itself, without a script.

export type LogInPage = {
  readonly description: string
  /** The last letters of the page's address. */
  readonly mark: string
  readonly owner: string
  readonly state: 'asks' | 'done' | 'declined'
  readonly email?: string
  readonly needsCode?: boolean
  readonly problem?: string
}

export function logInPage(page: LogInPage): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Log in to Dynarium</title><style>${style}</style></head>
<body><main>${page.state === 'asks' ? form(page) : over(page.state)}</main></body>
</html>
`
}

function form({ description, mark, owner, email, needsCode = false, problem }: LogInPage): string {
  return `<h1>Log in to Dynarium</h1>
<p class="who"><strong>${escaped(description)}</strong> asks to act for you on this machine's platform.</p>
<p class="mark">The address in your terminal ends with <code>${escaped(mark)}</code>. If it does not, or if you asked for nothing, decline.</p>
${problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
<form method="post" autocomplete="on">
<label>Email <input name="email" type="text" inputmode="email" autocomplete="username" required value="${escaped(email ?? owner)}"></label>
<label>Password <input name="password" type="password" autocomplete="current-password" autofocus></label>
${needsCode ? '<label>Code of your authenticator <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"></label>' : ''}
<p class="hint">The owner's password is the token that stands in the file <code>token</code> of the data folder, until another one is set.</p>
<p class="buttons"><button name="answer" value="yes">Log in</button><button name="answer" value="no" class="quiet" formnovalidate>Decline</button></p>
</form>`
}

function over(state: 'done' | 'declined'): string {
  return state === 'done' ? '<h1>Logged in</h1><p>Go back to your terminal. You can close this page.</p>' : '<h1>Declined</h1><p>Nobody was logged in. You can close this page.</p>'
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --ink: #1d1b2e; --soft: #5a5770; --paper: #fff; --ground: #f3f2f8; --line: #c9c6da; --accent: #5b3fd6; --bad: #a3122f }
@media (prefers-color-scheme: dark) { :root { --ink: #f0eefc; --soft: #b4b0cc; --paper: #211e33; --ground: #15131f; --line: #4a4666; --accent: #7a61ec; --bad: #ff8fa3 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink) }
main { box-sizing: border-box; width: min(26rem, 100vw - 2rem); margin: 1rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.2 }
p { margin: 0 0 1rem } .mark, .hint { color: var(--soft); font-size: .9rem } .problem { color: var(--bad); font-weight: 600 } .who { overflow-wrap: anywhere }
label { display: block; margin: 0 0 1rem; font-weight: 600 }
input { box-sizing: border-box; display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px }
code { font: .9em ui-monospace, monospace; padding: .1em .35em; background: var(--ground); border-radius: 4px }
.buttons { display: flex; gap: .75rem; margin: 1.5rem 0 0 }
button { flex: 1; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent); border: 1px solid var(--accent); border-radius: 8px; cursor: pointer }
button.quiet { color: var(--ink); background: none; border-color: var(--line) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`
