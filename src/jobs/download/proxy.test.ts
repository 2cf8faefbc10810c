import { createServer } from 'node:http'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { proxyFor, tunnelAgent } from './proxy'

describe('the proxy for an address', () => {
  const url = new URL('https://files.pythonhosted.org/x.whl')

  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    [{ https_proxy: 'proxy:3128' }, 'http://proxy:3128/'],
    [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost, .pythonhosted.org' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'thonhosted.org' }, 'http://proxy:3128/'],
    [{ HTTPS_PROXY: 'http://proxy:3128', no_proxy: '*' }, undefined],
  ])('follows the usual variables: %o', (env, expected) => {
    expect(proxyFor(url, env)?.href).toBe(expected)
  })

  it('is asked for a tunnel, with the name and password given; its refusal is said', async () => {
    const asked: { target: string | undefined; login: string | undefined }[] = []
    const proxy = createServer()
    proxy.on('connect', (request, socket) => {
      asked.push({ target: request.url, login: request.headers['proxy-authorization'] })
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    const agent = tunnelAgent(new URL(`http://ada:p%40ss@127.0.0.1:${port}`), 1_000)
    const failure = await new Promise<Error>((resolve) => get(url, { agent }).on('error', resolve))
    expect(failure.message).toBe(`the proxy 127.0.0.1:${port} answered 407`)
    expect(asked).toEqual([
      { target: 'files.pythonhosted.org:443', login: `Basic ${Buffer.from('ada:p@ss').toString('base64')}` },
    ])
    proxy.close()
  })
})
