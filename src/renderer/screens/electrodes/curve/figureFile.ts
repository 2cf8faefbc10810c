import { token } from '../../../plots/theme'

/** Dots per pixel of a PNG: sharp in print at the size of a column. */
const density = 3

/** A drawing as a file of its own: colours of the theme in force written out, on its surface, without what is for the pointer. */
export function toSvg(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  for (const element of [copy, ...copy.querySelectorAll('*')]) strip(element)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('font-family', 'Inter, Noto Sans SC, Helvetica, Arial, sans-serif')
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', 'var(--surface)'],
  ] as const)
    ground.setAttribute(name, value)
  copy.prepend(ground)
  return writeOut(new XMLSerializer().serializeToString(copy), token)
}

const kept = /^(aria-label|data-point)$/
function strip(element: Element): void {
  for (const { name } of [...element.attributes]) {
    if (/^(class|tabindex|role|id|aria-|data-|on)/.test(name) && !kept.test(name)) element.removeAttribute(name)
  }
}

/** Every `var(--x)` as what `valueOf` says, also where that is one again. */
export function writeOut(text: string, valueOf: (name: string) => string): string {
  let written = text
  for (let depth = 0; depth < 4 && written.includes('var('); depth++) {
    written = written.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => valueOf(name) || 'none')
  }
  return written
}

/** The same as pixels. Throws where the page cannot draw it. */
export async function toPng(drawing: SVGSVGElement): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [drawing.width.baseVal.value, drawing.height.baseVal.value]
  const image = new Image(width, height)
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(toSvg(drawing))}`
  await image.decode()
  const canvas = new OffscreenCanvas(width * density, height * density)
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
