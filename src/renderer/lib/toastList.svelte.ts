/** One thing that is said in passing; `action` is a way to go on from there. */
export interface Toast {
  readonly id: number
  readonly tone: 'good' | 'bad' | 'plain'
  readonly title: string
  readonly description?: string
  readonly action?: { readonly label: string; readonly onClick: () => void }
}

/** How long a toast stays, ms: long enough to read, and to reach its button where it has one. */
const staysMs = { plain: 4000, action: 8000, bad: 12_000 }
/** More would take the room of the screen above. */
const most = 3

/** What is said now, the oldest first; each goes by itself, and none while the pointer or the focus is among them. */
export class ToastList {
  #all = $state.raw<readonly Toast[]>([])
  #timers: readonly { readonly id: number; readonly timer: ReturnType<typeof setTimeout> }[] = []
  #lastId = 0

  get all(): readonly Toast[] {
    return this.#all
  }

  say(toast: Omit<Toast, 'id'>): void {
    const made = { ...toast, id: ++this.#lastId }
    const kept = [...this.#all, made]
    for (const { id } of kept.slice(0, -most)) this.dismiss(id)
    this.#all = kept.slice(-most)
    this.#wait(made)
  }
  dismiss(id: number): void {
    this.#stop(({ id: of }) => of === id)
    this.#all = this.#all.filter((toast) => toast.id !== id)
  }
  hold(): void {
    this.#stop(() => true)
  }
  letGo(): void {
    this.hold()
    for (const toast of this.#all) this.#wait(toast)
  }

  #stop(which: (waiting: { readonly id: number }) => boolean): void {
    for (const waiting of this.#timers.filter(which)) clearTimeout(waiting.timer)
    this.#timers = this.#timers.filter((waiting) => !which(waiting))
  }
  #wait({ id, tone, action }: Toast): void {
    const ms = tone === 'bad' ? staysMs.bad : action ? staysMs.action : staysMs.plain
    this.#timers = [...this.#timers, { id, timer: setTimeout(() => this.dismiss(id), ms) }]
  }
}

export const toastList = new ToastList()
