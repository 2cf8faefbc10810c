import { untrack } from 'svelte'
import { formatDuration } from '../../lib/format'
import { m } from '../../lib/paraglide/messages.js'
import { app, navigation, stream, study } from '../../lib/state'
import { toastList } from '../../lib/toastList.svelte'
import { caps } from '../cap/state'
import { replay } from '../replay/state'
import { control } from './control.svelte'
import { live } from './live/live.svelte'
import { models, setup } from './state'

/** What these screens hold belongs to one study: with another one they start anew. Listens as long as the window lives. */
$effect.root(() => {
  // Once the window is drawn: before, nobody would see what is said.
  const path = $derived(app.info ? study.current?.path : undefined)
  $effect(() => {
    const opened = path
    untrack(() => {
      for (const state of [models, replay, caps]) state.clear()
      setup.forgetWiring()
      control.forget()
      if (!stream.active) live.reset()
      if (opened !== undefined) void tellOfInterrupted()
    })
  })
})

/** After a crash, on whatever screen a person is: how much of the newest session there is. */
async function tellOfInterrupted(): Promise<void> {
  await replay.load()
  const session = replay.interrupted
  if (!session || stream.active) return
  toastList.say({
    tone: 'bad',
    title: m.session_interrupted({ time: formatDuration(session.seconds) }),
    description: m.session_interrupted_kept(),
    action: { label: m.nav_replay(), onClick: () => lookAt(session.id) },
  })
}

/** Opens Replay with a session chosen. */
export function lookAt(sessionId: string): void {
  replay.choose({ kind: 'session', id: sessionId })
  control.goOn()
  navigation.go('replay')
}
