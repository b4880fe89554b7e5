import { useState, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { bringStack, useStackWork } from '../../store/stack-work.ts'

/** The three ways in which the image of a stack comes. Away while one is under way: one comes at a time. */
export function BringStack({ stacks, has }: { readonly stacks: readonly string[]; readonly has: readonly string[] }) {
  const isUnderWay = useStackWork(({ work }) => work !== null && work.end === null)
  if (isUnderWay) return null
  return (
    <section className="panel" aria-labelledby="bring-stack">
      <div className="panel-head"><h2 id="bring-stack">Bring a stack</h2></div>
      <div className="panel-body"><Ways stacks={stacks} has={has} /></div>
    </section>
  )
}

function Ways({ stacks, has }: { readonly stacks: readonly string[]; readonly has: readonly string[] }) {
  const [stack, setStack] = useState(stacks[0] ?? '')
  const [path, setPath] = useState('')
  const verb = has.includes(stack) ? 'again' : ''
  return (
    <div className="containers-ways">
      {stacks.length > 1 && (
        <select className="input" aria-label="Which stack" value={stack} onChange={(event) => setStack(event.target.value)}>{stacks.map((name) => <option key={name}>{name}</option>)}</select>
      )}
      <Way title="From its registry" note="Heroku’s own images, one for dynos and one for builds. They bring no languages: buildpacks do. Needs the internet.">
        <Button icon="down" disabled={stack === ''} onClick={() => bringStack({ how: 'pull', stack })}>{words('Pull', stack, verb)}</Button>
      </Way>
      <Way title="From packages" note="Built on this machine from Debian or Ubuntu packages, with the languages in it. Needs root and the package archive, 4 GB of disk, and up to half an hour.">
        <Button icon="settings" disabled={stack === ''} onClick={() => bringStack({ how: 'build', stack })}>{words('Build', stack, verb)}</Button>
      </Way>
      <Way title="From a file" note="That was exported on another machine. It is checked before the engine is given it.">
        <form
          className="containers-file"
          onSubmit={(event) => {
            event.preventDefault()
            if (path.trim() !== '') bringStack({ how: 'import', path: path.trim() })
          }}
        >
          <Field label="Path of the file" isLabelHidden isMono value={path} placeholder="/media/usb/heroku-24.tar" onChange={(event) => setPath(event.target.value)} />
          <Button type="submit" icon="folder" disabled={path.trim() === ''}>Import it</Button>
        </form>
      </Way>
    </div>
  )
}

const words = (verb: string, stack: string, again: string): string => [verb, stack, again].filter(Boolean).join(' ')

function Way({ title, note, children }: { readonly title: string; readonly note: string; readonly children: ReactNode }) {
  return (
    <div className="containers-way">
      <div>
        <h3>{title}</h3>
        <p className="faint small">{note}</p>
      </div>
      {children}
    </div>
  )
}
