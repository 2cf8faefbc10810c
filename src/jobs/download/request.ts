import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { proxyFor, tunnelAgent } from './proxy'

/** How a server is reached. */
export interface Route {
  /** Certificates instead of those that Node knows, PEM; a network that looks into connections has its own. */
  readonly certificates?: string
  /** Longest wait for the first word of an answer, and between two pieces of it. */
  readonly connectMs: number
  readonly idleMs: number
}

export interface Ask {
  readonly method?: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

const mostRedirects = 5

/** The answer to a request, redirects followed. The caller reads or destroys it. Rejects when nothing comes in time. */
export async function ask(url: string, route: Route, options: Ask): Promise<IncomingMessage> {
  let place = new URL(url)
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await askOnce(place, route, options)
    const { statusCode = 0, headers } = response
    if (statusCode < 300 || statusCode >= 400 || !headers.location) return response
    response.destroy()
    place = new URL(headers.location, place)
  }
  throw new Error('it redirects in circles')
}

function askOnce(url: URL, route: Route, { method = 'GET', headers, signal }: Ask): Promise<IncomingMessage> {
  const proxy = proxyFor(url, process.env)
  const options = {
    method,
    headers: { 'user-agent': 'sparsecap', ...headers },
    signal,
    ...(route.certificates && { ca: route.certificates }),
    ...(proxy && { agent: tunnelAgent(proxy, route.connectMs) }),
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
    const slow = setTimeout(
      () => request.destroy(new Error(`no answer within ${route.connectMs / 1000} s`)),
      route.connectMs,
    )
    request.once('response', (response) => {
      clearTimeout(slow)
      // The response's own idle time: a connection that falls silent is as good as lost.
      request.setTimeout(route.idleMs, () => response.destroy(new Error(`no data for ${route.idleMs / 1000} s`)))
      resolve(response)
    })
    request.on('error', (error) => {
      clearTimeout(slow)
      reject(error)
    })
    request.end()
  })
}

/** The whole text of an answer. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
