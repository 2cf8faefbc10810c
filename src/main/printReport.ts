import { session, WebContentsView } from 'electron'
import { pathToFileURL } from 'node:url'
import { AppError } from '../core/domain/error'
import { atomicWrite } from '../store/atomicWrite'
import { hardenSession } from './window'

/** A page that is not printed by then never will be. */
const printLimitMs = 30_000

/** Prints a page of the disk beside itself as PDF and returns where it lies. Throws `disk/…`, or `internal` with why it could not be
 *  printed. */
export async function printReport(htmlPath: string): Promise<string> {
  const path = htmlPath.replace(/\.html$/, '.pdf')
  const pdf = await print(pathToFileURL(htmlPath).href).catch((thrown: unknown) => {
    throw notPrinted(htmlPath, thrown instanceof Error ? thrown.message : String(thrown))
  })
  atomicWrite(path, pdf)
  return path
}

/** A view that has no other owner would be collected with its page. */
const openViews = new Set<WebContentsView>()

/** In a view that no window shows, without scripts. */
async function print(address: string): Promise<Uint8Array> {
  const view = new WebContentsView({
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      javascript: false,
      spellcheck: false,
      session: ownSession(),
    },
  })
  openViews.add(view)
  const { webContents } = view
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it was not ready in time')), printLimitMs)
    webContents.once('render-process-gone', (_event, { reason }) => reject(new Error(`its page ended (${reason})`)))
  })
  try {
    await Promise.race([webContents.loadURL(address), late])
    return await Promise.race([webContents.printToPDF(paper), late])
  } finally {
    clearTimeout(timer)
    openViews.delete(view)
    if (!webContents.isDestroyed()) webContents.close()
  }
}

const paper: Electron.PrintToPDFOptions = {
  // A4 and its margins come from the page's own style.
  preferCSSPageSize: true,
  printBackground: true,
  generateTaggedPDF: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate:
    '<div style="width:100%;font:8px sans-serif;color:#5F6875;padding:0 14mm;text-align:right"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
}

let hardened: Electron.Session | null = null

/** In memory and apart from the window's; nothing leaves the machine. */
function ownSession(): Electron.Session {
  if (hardened) return hardened
  hardened = session.fromPartition('print')
  hardenSession(hardened)
  return hardened
}

const notPrinted = (path: string, why: string): AppError =>
  new AppError({
    code: 'internal',
    message: `The report ${path} was written, but not printed as a PDF: ${why}.`,
    hint: 'Open the report in a browser and print it from there.',
    detail: why,
  })
