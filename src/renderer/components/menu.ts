import type { Component } from 'svelte'

/** One line of a menu, a line between groups, or the name of a group. */
export type MenuItem =
  | 'separator'
  | { readonly heading: string }
  | {
      readonly label: string
      readonly onselect: () => void
      readonly icon?: Component<{ size?: number; strokeWidth?: number }>
      readonly note?: string
      readonly danger?: boolean
      readonly checked?: boolean
      readonly disabled?: boolean
    }
