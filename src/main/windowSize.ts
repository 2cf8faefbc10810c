interface Size {
  readonly width: number
  readonly height: number
}

const wanted: Size = { width: 1440, height: 900 }
/** What the screens are drawn for. */
const least: Size = { width: 1280, height: 800 }

/** Size and least size of the window, pixels; a screen that has less room gets a window that fits it. */
export function clampToArea(area: Size): Size & { readonly minWidth: number; readonly minHeight: number } {
  return {
    width: Math.min(wanted.width, area.width),
    height: Math.min(wanted.height, area.height),
    minWidth: Math.min(least.width, area.width),
    minHeight: Math.min(least.height, area.height),
  }
}
