import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Address of a page of the program: of the development server if one runs, else of the file that was built. */
export function pageAddress(name: 'index' | 'webgpu'): string {
  const server = process.env.ELECTRON_RENDERER_URL
  if (server) return new URL(`${name}.html`, `${server.replace(/\/$/, '')}/`).href
  return pathToFileURL(join(import.meta.dirname, `../renderer/${name}.html`)).href
}
