import { keyTable, pressWords, type KeyEntry, type KeyGroup } from '../../text/keys.ts'

const groups: readonly KeyGroup[] = ['This app', 'Everywhere', 'Window']

/** Every key of the window, shortcuts for the same thing on one line. */
export function KeysTable() {
  return (
    <div className="keys-groups">
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl className="keys-list">
            {joined(group).map(({ title, presses }) => (
              <div key={title}>
                <dt>{presses.map((press) => <kbd key={press}>{press}</kbd>)}</dt>
                <dd>{title}</dd>
              </div>
            ))}
            {group === 'Window' && <div><dt><kbd>Ctrl Z</kbd></dt><dd>Undo the newest change, where nothing is typed</dd></div>}
            {group === 'Window' && <div><dt><kbd>Esc</kbd></dt><dd>Leave what is open or chosen, or the demo</dd></div>}
          </dl>
        </section>
      ))}
    </div>
  )
}

function joined(group: KeyGroup): readonly { readonly title: string; readonly presses: readonly string[] }[] {
  const byTitle = new Map<string, string[]>()
  for (const entry of keyTable.filter((one: KeyEntry) => one.group === group)) byTitle.set(entry.title, [...(byTitle.get(entry.title) ?? []), pressWords(entry.presses)])
  return [...byTitle].map(([title, presses]) => ({ title, presses }))
}
