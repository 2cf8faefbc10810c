import Cable from '@lucide/svelte/icons/cable'
import History from '@lucide/svelte/icons/history'
import Library from '@lucide/svelte/icons/library'
import Radio from '@lucide/svelte/icons/radio'
import Settings from '@lucide/svelte/icons/settings'
import Tags from '@lucide/svelte/icons/tags'
import type { Component } from 'svelte'
import ElectrodesIcon from '../components/ElectrodesIcon.svelte'
import type { ScreenId } from '../lib/navigation.svelte'
import { m } from '../lib/paraglide/messages.js'
import CapScreen from './cap/CapScreen.svelte'
import ElectrodesScreen from './electrodes/ElectrodesScreen.svelte'
import LabelsScreen from './labels/LabelsScreen.svelte'
import RecordingsArea from './recordings/RecordingsArea.svelte'
import ReplayScreen from './replay/ReplayScreen.svelte'
import SessionScreen from './session/SessionScreen.svelte'
import SettingsScreen from './settings/SettingsScreen.svelte'

export interface ScreenEntry {
  readonly id: ScreenId
  readonly title: () => string
  readonly icon: Component<{ size?: number; strokeWidth?: number }>
  readonly screen: Component
}

/** The path of the work, in the order of the rail and of Ctrl 1…6. */
export const path: readonly ScreenEntry[] = [
  { id: 'recordings', title: m.nav_recordings, icon: Library, screen: RecordingsArea },
  { id: 'labels', title: m.nav_labels, icon: Tags, screen: LabelsScreen },
  { id: 'electrodes', title: m.nav_electrodes, icon: ElectrodesIcon, screen: ElectrodesScreen },
  { id: 'cap', title: m.nav_cap, icon: Cable, screen: CapScreen },
  { id: 'session', title: m.nav_session, icon: Radio, screen: SessionScreen },
  { id: 'replay', title: m.nav_replay, icon: History, screen: ReplayScreen },
]
export const settingsEntry: ScreenEntry = {
  id: 'settings',
  title: m.nav_settings,
  icon: Settings,
  screen: SettingsScreen,
}
export const screenOf = (id: ScreenId): ScreenEntry => path.find((entry) => entry.id === id) ?? settingsEntry
