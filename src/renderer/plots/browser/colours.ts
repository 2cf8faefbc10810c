import type { BrowserEvent } from '../../../ipc/views'
import { classColour } from '../../lib/classes'
import { resolveColour, token } from '../theme'
import type { Rgb } from './pixels'
import type { PlotColours } from './scene'

/** Any colour of CSS as bytes: a canvas understands them all. */
function toRgb(colour: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  return [red!, green!, blue!]
}

/** The tokens of the theme in force. A new object, so that what was painted with the old ones is known to be old. */
export function readColours(): PlotColours {
  const of = (name: string): Rgb => toRgb(resolveColour(token(name)))
  const classes = new Map<string | null, Rgb>()
  const css = (name: string): string => resolveColour(token(name))
  return {
    css: {
      ...{ accent: css('--accent'), text: css('--text'), text3: css('--text-3') },
      ...{ line: css('--line'), surface: css('--surface'), bad: css('--bad') },
    },
    surface: of('--surface'),
    sunken: of('--sunken'),
    grid: of('--grid'),
    trace: of('--text-2'),
    muted: of('--bad'),
    hatch: of('--line-2'),
    bad: of('--bad'),
    event({ classId }: BrowserEvent) {
      const known =
        classes.get(classId) ?? toRgb(resolveColour(classId === null ? 'var(--axis)' : classColour(classId)))
      classes.set(classId, known)
      return known
    },
  }
}
