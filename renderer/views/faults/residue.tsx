import { Icon } from '../../components/icon.tsx'

/** What a fault left behind: normally nothing, and that is said as a fact. */
export function Residue({ residue }: { readonly residue: readonly string[] }) {
  if (residue.length === 0) return <span className="state state-up"><Icon name="check" size={12} />0, all was put back</span>
  return <span className="state-crashed residue-left"><Icon name="alert" size={12} />{residue.length}: {residue.join(' ')}</span>
}
