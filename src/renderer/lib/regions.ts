/** F6 goes from rail to title bar to screen and round again (Shift: back), to the first thing there that takes focus. */
export function cycleRegions(event: KeyboardEvent): void {
  event.preventDefault()
  const regions = ['rail', 'top', 'screen'].flatMap((name) => {
    const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`)
    return region ? [region] : []
  })
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const step = event.shiftKey ? -1 : 1
  const next = regions[(at + step + regions.length) % regions.length]
  const first = next?.querySelector<HTMLElement>('button:not(:disabled), input, select, [tabindex="0"]')
  ;(first ?? next)?.focus()
}
