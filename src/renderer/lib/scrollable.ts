import type { Attachment } from 'svelte/attachments'

/** A pane that scrolls is reachable by Tab, so that the arrow keys can move it; one that does not is no stop on the way. */
export const keyboardScroll: Attachment<HTMLElement> = (pane) => {
  const check = (): void => {
    if (pane.scrollHeight > pane.clientHeight) pane.tabIndex = 0
    else pane.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(check)
  const watch = (): void => {
    sizes.disconnect()
    sizes.observe(pane)
    for (const child of pane.children) sizes.observe(child)
  }
  const content = new MutationObserver(watch)
  content.observe(pane, { childList: true })
  watch()
  return () => {
    sizes.disconnect()
    content.disconnect()
  }
}
