import type { MenuItem } from '../components/menu'
import type { AppSettings } from '../../ipc/views'
import { lookUp } from './catalogue'
import { app } from './state'
import { attempt } from './toasts'

export const themes = ['system', 'light', 'dark', 'contrast'] as const satisfies readonly AppSettings['theme'][]
/** Each language in its own name. */
export const languages = [
  { value: 'en', label: 'English' },
  { value: 'zh-CN', label: '简体中文' },
] as const

export const themeItems = (): MenuItem[] =>
  themes.map((theme) => ({
    label: lookUp('theme', theme) ?? theme,
    checked: app.theme === theme,
    onselect: () => attempt(() => app.change({ theme })),
  }))

export const languageItems = (): MenuItem[] =>
  languages.map(({ value, label }) => ({
    label,
    checked: app.locale === value,
    onselect: () => attempt(() => app.change({ locale: value })),
  }))
