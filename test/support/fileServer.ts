import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server does with one request for a file. */
export type Behaviour =
  /** As servers should: whole files and ranges. */
  | 'sound'
  /** Breaks the connection after this many bytes. */
  | { readonly dropAfter: number }
  /** Ends in the middle as if that were all, without saying how much there is. */
  | { readonly endAfter: number }
  /** Sends the first bytes, then nothing. */
  | { readonly silentAfter: number }
  /** Knows no ranges: always the whole file. */
  | 'whole'
  /** Bytes of the right number, but others. */
  | 'altered'
  | { readonly status: number }

export interface FileServer {
  readonly url: string
  /** Paths and ranges that were asked for, in order. */
  readonly asked: { readonly path: string; readonly range: string | undefined }[]
  /** For the next requests, one each; `sound` afterwards. */
  behave(...behaviours: Behaviour[]): void
  close(): Promise<void>
}

/** Serves files by path on this machine, in ways that real networks have. */
export async function startFileServer(files: ReadonlyMap<string, Uint8Array | string>): Promise<FileServer> {
  const asked: { path: string; range: string | undefined }[] = []
  const behaviours: Behaviour[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const file = files.get(path)
    const { range } = request.headers
    asked.push({ path, range })
    if (file === undefined) return void response.writeHead(404).end()
    // Pages are always answered well: what is tried out is the transport of files.
    if (typeof file === 'string') return void response.writeHead(200, { 'content-type': 'text/html' }).end(file)
    if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': file.length }).end()
    answer({ request, response }, file, behaviours.shift() ?? 'sound')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    behave: (...next) => void behaviours.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

function answer({ request, response }: Exchange, file: Uint8Array, behaviour: Behaviour): void {
  const range = behaviour === 'whole' ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const start = range ? Number(range[1]) : 0
  const rest = behaviour === 'altered' ? file.slice(start).fill(7) : file.subarray(start)
  if (typeof behaviour === 'object' && 'status' in behaviour) return void response.writeHead(behaviour.status).end()
  const length = typeof behaviour === 'object' && 'endAfter' in behaviour ? {} : { 'content-length': rest.length }
  response.writeHead(range ? 206 : 200, {
    ...length,
    ...(range && { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` }),
  })
  if (typeof behaviour === 'string') return void response.end(rest)
  // A moment later: what has arrived and was not read yet is lost with the connection.
  if ('dropAfter' in behaviour)
    response.write(rest.subarray(0, behaviour.dropAfter), () => setTimeout(() => response.destroy(), 30))
  else if ('endAfter' in behaviour) response.end(rest.subarray(0, behaviour.endAfter))
  else response.write(rest.subarray(0, behaviour.silentAfter))
}
