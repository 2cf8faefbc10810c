import { request as httpRequest } from 'node:http'
import { Agent } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type ConnectionOptions } from 'node:tls'

type Environment = Readonly<Record<string, string | undefined>>

/** The proxy that the usual variables name for an address, or undefined. Node takes no notice of them by itself. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  if (url.protocol !== 'https:') return undefined
  const named = env['https_proxy'] || env['HTTPS_PROXY'] || env['all_proxy'] || env['ALL_PROXY']
  if (!named) return undefined
  const exceptions = (env['no_proxy'] || env['NO_PROXY'] || '').split(',').map((entry) => entry.trim())
  return exceptions.some((entry) => covers(entry, url.hostname)) ? undefined : new URL(withProtocol(named))
}

const withProtocol = (proxy: string): string => (proxy.includes('://') ? proxy : `http://${proxy}`)

function covers(entry: string, host: string): boolean {
  if (entry === '') return false
  const name = entry.replace(/^\*?\./, '').replace(/:\d+$/, '')
  return entry === '*' || host === name || host.endsWith(`.${name}`)
}

type Connected = (error: Error | null, socket?: Duplex) => void

/** Connections through a proxy's CONNECT (RFC 9110, 9.3.6). */
export function tunnelAgent(proxy: URL, connectMs: number): Agent {
  const createConnection = (options: ConnectionOptions, done: Connected): void => {
    const target = `${options.host}:${options.port ?? 443}`
    const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':')
    const request = httpRequest({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: {
        host: target,
        ...(proxy.username && { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
      timeout: connectMs,
    })
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return done(null, connect({ ...options, socket }))
      socket.destroy()
      done(new Error(`the proxy ${proxy.host} answered ${statusCode}`))
    })
    request.once('timeout', () => request.destroy(new Error(`the proxy ${proxy.host} does not answer`)))
    request.once('error', done)
    request.end()
  }
  return Object.assign(new Agent(), { createConnection })
}
