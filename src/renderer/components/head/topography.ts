import type { SpherePoint } from '../../../core/domain/electrode'
import { toSphere } from '../../../core/montage/projection'
import { createSphericalSpline } from '../../../core/montage/sphericalSpline'

/** Values on a square of pixels around the head's outline, row by row. */
export interface Field {
  readonly pixels: number
  readonly values: Float32Array
}

export function computeField(
  measured: readonly { readonly point: SpherePoint; readonly value: number }[],
  pixels: number,
): Field {
  const spline = createSphericalSpline(
    measured.map((one) => one.point),
    measured.map((one) => one.value),
    1e-5,
  )
  const values = new Float32Array(pixels * pixels)
  for (let row = 0; row < pixels; row++) {
    for (let column = 0; column < pixels; column++) {
      const [x, y] = [((column + 0.5) / pixels) * 2 - 1, ((row + 0.5) / pixels) * 2 - 1]
      if (Math.hypot(x, y) < 1.03) values[row * pixels + column] = spline.at(toSphere({ x, y }))
    }
  }
  return { pixels, values }
}

function readPalette(element: Element): number[][] {
  const style = getComputedStyle(element)
  return [1, 2, 3, 4, 5, 6, 7].map((i) => {
    const hex = style.getPropertyValue(`--div-${i}`).trim().slice(1)
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
    return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16))
  })
}

/** Paints a field in the diverging palette, `limit` at its ends. */
export function paintField(canvas: HTMLCanvasElement, field: Field, limit: number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const palette = readPalette(canvas)
  const image = context.createImageData(field.pixels, field.pixels)
  field.values.forEach((value, i) => {
    const place = Math.max(0, Math.min(5.999, (value / limit + 1) * 3))
    const low = Math.floor(place)
    const [a, b] = [palette[low]!, palette[low + 1]!]
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = a[c]! + (place - low) * (b[c]! - a[c]!)
    image.data[4 * i + 3] = 255
  })
  context.putImageData(image, 0, 0)
}

/** Lines of equal value by marching squares (two crossings a cell), as an SVG path in pixels of the field. */
export function isolines({ pixels, values }: Field, levels: readonly number[]): string {
  let path = ''
  for (const level of levels) {
    for (let y = 0; y < pixels - 1; y++) {
      for (let x = 0; x < pixels - 1; x++) path += crossing(values, pixels, x, y, level)
    }
  }
  return path
}

function crossing(values: Float32Array, pixels: number, x: number, y: number, level: number): string {
  const at = y * pixels + x
  const corners = [values[at]!, values[at + 1]!, values[at + pixels + 1]!, values[at + pixels]!]
  const points: string[] = []
  for (let edge = 0; edge < 4; edge++) {
    const [a, b] = [corners[edge]!, corners[(edge + 1) % 4]!]
    if (a < level === b < level) continue
    const share = (level - a) / (b - a)
    const [px, py] = [
      [x + share, y],
      [x + 1, y + share],
      [x + 1 - share, y + 1],
      [x, y + 1 - share],
    ][edge]!
    points.push(`${(px! + 0.5).toFixed(2)} ${(py! + 0.5).toFixed(2)}`)
  }
  return points.length === 2 ? `M${points[0]}L${points[1]}` : ''
}
