/** The mark of trouble made on purpose: a bolt in a diamond. It stands beside its word. */
export function FaultSign({ size = 14 }: { readonly size?: number }) {
  return (
    <svg className="fault-sign" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path className="fault-sign-body" d="M8 .8 15.200 8 8 15.200.8 8Z" />
      <path className="fault-sign-bolt" d="M8.900 3.600 5.700 8.400h2.100l-.8 4 3.300-5H8.200z" />
    </svg>
  )
}
