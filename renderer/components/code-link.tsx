import { showCode } from '../store/ui.ts'

/** An error code, wherever it stands, leads to its page. */
export function CodeLink({ code }: { readonly code: string }) {
  return <button type="button" className="link code-link mono" title={`What ${code} means, what causes it, and how to fix it`} onClick={() => showCode(code)}>{code}</button>
}
