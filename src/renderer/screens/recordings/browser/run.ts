import { m } from '../../../lib/paraglide/messages.js'
import { attempt } from '../../../lib/toasts'
import type { BrowserState } from './browserState.svelte'
import type { BrowserCommand } from './keys'

/** What the person is told of it; null: what they see says it. */
export type Say = (text: string) => void

const [tenth, hundredth] = [0.1, 0.01]

type Deed = (browser: BrowserState, say: Say) => void | Promise<unknown>
type OfView = Exclude<BrowserCommand, 'help' | 'close'>

const deeds: Readonly<Record<OfView, Deed>> = {
  earlier: (browser) => browser.scroll(-tenth),
  later: (browser) => browser.scroll(tenth),
  'page-earlier': (browser) => browser.scroll(-1),
  'page-later': (browser) => browser.scroll(1),
  start: (browser) => browser.goTo(0),
  end: (browser) => browser.goTo(Infinity),
  'next-event': (browser) => browser.toEvent(1),
  'previous-event': (browser) => browser.toEvent(-1),
  shorter: (browser) => browser.zoom(-1),
  longer: (browser) => browser.zoom(1),
  larger: (browser) => browser.resizeTraces(1),
  smaller: (browser) => browser.resizeTraces(-1),
  fit: (browser) => browser.fit(),
  'channel-up': (browser) => browser.moveCurrent(-1),
  'channel-down': (browser) => browser.moveCurrent(1),
  fewer: (browser) => browser.changeLanes(-1),
  more: (browser) => browser.changeLanes(1),
  butterfly: (browser) => browser.toggleButterfly(),
  filters: (browser) => void (browser.filtersOn = !browser.filtersOn),
  'cursor-earlier': (browser) => browser.moveCursor(-hundredth),
  'cursor-later': (browser) => browser.moveCursor(hundredth),
  'bad-span': (browser) => (browser.isDrawing ? attempt(() => browser.endSpan()) : browser.beginSpan()),
  'remove-span': (browser) => attempt(() => browser.removeSpan()),
  'bad-channel': (browser, say) => toggleBad(browser, browser.current, say),
  undo: async (browser, say) => {
    if (browser.marks.canUndo && (await attempt(() => browser.marks.undo()))) say(m.browser_undone())
  },
}

/** Does what was asked. Failures are said as everywhere. */
export const run = (command: OfView, browser: BrowserState, say: Say): void => void deeds[command](browser, say)

/** Marks a channel as bad, or not, and says which it is now. */
export async function toggleBad(browser: BrowserState, channel: number, say: Say): Promise<void> {
  const found = browser.view?.channels[channel]
  if (!found) return
  const name = found.electrode ?? found.label
  await attempt(async () => {
    if (!(await browser.toggleBad(channel))) return say(m.browser_not_electrode({ name }))
    say(browser.bad.has(channel) ? m.browser_bad_now({ name }) : m.browser_good_now({ name }))
  })
}
