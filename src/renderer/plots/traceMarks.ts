import type { Quality } from '../../core/domain/stream'

interface QualityMark {
  readonly x: number
  readonly y: number
  readonly quality: Quality
  readonly colours: Readonly<Record<'--good' | '--fair' | '--bad' | '--surface', string>>
}

/** Disc with a tick, triangle with a bar, square with a cross: told apart without colour. */
export function drawQuality(context: CanvasRenderingContext2D, { x, y, quality, colours }: QualityMark): void {
  context.fillStyle = colours[`--${quality}`]
  context.beginPath()
  if (quality === 'good') context.arc(x, y, 5, 0, 2 * Math.PI)
  else if (quality === 'bad') context.roundRect(x - 5, y - 5, 10, 10, 2)
  else {
    context.moveTo(x, y - 6)
    context.lineTo(x + 6.2, y + 5)
    context.lineTo(x - 6.2, y + 5)
    context.closePath()
  }
  context.fill()
  context.strokeStyle = colours['--surface']
  context.lineWidth = 1.4
  context.lineCap = 'round'
  context.beginPath()
  for (const [from, to] of strokes[quality]) {
    context.moveTo(x + from[0], y + from[1])
    context.lineTo(x + to[0], y + to[1])
  }
  context.stroke()
}

type Stroke = readonly [from: readonly [number, number], to: readonly [number, number]]
const strokes: Readonly<Record<Quality, readonly Stroke[]>> = {
  good: [
    [
      [-2.2, 0.2],
      [-0.6, 1.9],
    ],
    [
      [-0.6, 1.9],
      [2.3, -1.7],
    ],
  ],
  fair: [
    [
      [0, -2],
      [0, 1],
    ],
    [
      [0, 3],
      [0, 3.1],
    ],
  ],
  bad: [
    [
      [-2, -2],
      [2, 2],
    ],
    [
      [2, -2],
      [-2, 2],
    ],
  ],
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Says "nothing is known here": diagonal lines over a quiet ground. */
export function hatch(context: CanvasRenderingContext2D, box: Box, colours: { ground: string; line: string }): void {
  if (box.width <= 0) return
  context.save()
  context.beginPath()
  context.rect(box.x, box.y, box.width, box.height)
  context.clip()
  context.fillStyle = colours.ground
  context.fillRect(box.x, box.y, box.width, box.height)
  context.strokeStyle = colours.line
  context.lineWidth = 1
  context.beginPath()
  for (let offset = -box.height; offset < box.width; offset += 7) {
    context.moveTo(box.x + offset, box.y + box.height)
    context.lineTo(box.x + offset + box.height, box.y)
  }
  context.stroke()
  context.restore()
}
