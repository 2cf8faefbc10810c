/** The path of the work, in order; Ctrl 1…7 go there. */
export const screenIds = ['recordings', 'labels', 'electrodes', 'cap', 'session', 'replay', 'settings'] as const
export type ScreenId = (typeof screenIds)[number]

/** Which screen is shown, and which recording the inspector is about. */
export class Navigation {
  #screen = $state<ScreenId>('recordings')
  get screen(): ScreenId {
    return this.#screen
  }
  go(screen: ScreenId): void {
    this.#screen = screen
  }
  /** Ctrl 1…7 (Cmd on macOS). True when the key was one of them. */
  handleKey(event: KeyboardEvent): boolean {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false
    const screen = screenIds[Number(event.key) - 1]
    if (!screen) return false
    event.preventDefault()
    this.go(screen)
    return true
  }
}
