import { useMemo } from 'react'
import { useMirror } from '../../../store/mirror.ts'
import { useApp, useApps } from '../../../store/selectors.ts'
import { commandGroups, type Command, type CommandContext } from './command.ts'
import { configCommands } from './config.ts'
import { deployCommands } from './deploy.ts'
import { dynoCommands } from './dynos.ts'
import { goCommands } from './go.ts'
import { helpCommands } from './help.ts'
import { releaseCommands } from './release.ts'
import { thisAppCommands } from './this-app.ts'
import { troubleCommands } from './trouble.ts'
import { windowCommands } from './window.ts'

/** In the order of the groups. */
const lists = [goCommands, thisAppCommands, deployCommands, dynoCommands, configCommands, releaseCommands, troubleCommands, windowCommands, helpCommands]

export function commandsFor(context: CommandContext): readonly Command[] {
  const all = lists.flatMap((list) => list(context))
  return commandGroups.flatMap((group) => all.filter((command) => command.group === group))
}

export function useCommands(): readonly Command[] {
  const app = useApp()
  const apps = useApps()
  const state = useMirror((mirror) => mirror.state)
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  return useMemo(() => {
    const slugId = app === null ? null : (state.releases[app.id]?.find((entry) => entry.version === app.currentVersion)?.slugId ?? null)
    const types = slugId === null ? [] : Object.keys(state.slugs[slugId]?.processTypes ?? {})
    return commandsFor({ app, apps, state, types, address: app === null || port === null ? null : `http://${app.name}.localhost:${port}/` })
  }, [app, apps, state, port])
}
