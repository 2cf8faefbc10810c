/** The value of a token, e.g. `--text-3`, as the theme in force has it. Canvas cannot read CSS variables by itself. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** A token that may be written as `var(--c-1)` and may point to another one. */
export function resolveColour(colour: string): string {
  let value = colour
  for (let depth = 0; depth < 4; depth++) {
    const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1]
    if (!name) return value
    value = token(name)
  }
  return value
}

const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']

/** Tells when colours changed, by the setting or by the system, or a font came that a canvas drew without. Returns the end of it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const media = queries.map((query) => window.matchMedia(query))
  for (const query of media) query.addEventListener('change', listener)
  document.fonts.addEventListener('loadingdone', listener)
  return () => {
    observer.disconnect()
    document.fonts.removeEventListener('loadingdone', listener)
    for (const query of media) query.removeEventListener('change', listener)
  }
}
