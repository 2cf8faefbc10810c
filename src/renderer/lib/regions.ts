const names = ['rail', 'head', 'screen', 'tray'] as const
const focusable = 'button:not(:disabled), input:not(:disabled), select, [tabindex="0"]'

/** F6 goes from rail to head to the rest of the screen to the tray of jobs and round again (Shift: back), to what first takes focus there. */
export function cycleRegions(event: KeyboardEvent): void {
  event.preventDefault()
  const regions = names.flatMap((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`) ?? [])
  // The head lies in the screen, and comes first: from it the way goes on to what is beside it.
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const step = event.shiftKey ? -1 : 1
  const next = regions[(at + step + regions.length) % regions.length]
  if (next) (firstIn(next) ?? next).focus()
}

function firstIn(region: HTMLElement): HTMLElement | undefined {
  const inside = [...region.querySelectorAll<HTMLElement>(focusable)]
  return inside.find((element) => element.closest('[data-region]') === region)
}
