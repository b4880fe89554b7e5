type SwitchProps = { readonly label: string; readonly isOn: boolean; readonly isDisabled?: boolean; onChange(isOn: boolean): void }

export function Switch({ label, isOn, isDisabled = false, onChange }: SwitchProps) {
  return (
    <button type="button" role="switch" className="switch" aria-checked={isOn} disabled={isDisabled} onClick={() => onChange(!isOn)}>
      <i aria-hidden="true" />
      <span>{label}</span>
    </button>
  )
}
