import { expect, test } from 'vitest'
import { isNodeUrl, withoutSlash } from '../../src/nodes/url.js'

test.each(['https://node.example.org/', 'http://lighthouse/', 'https://node.example.org:8443/almenara/', 'https://xn--bcher-kva.example/', 'http://10.1.2.3:8080/', 'https://[2001:db8::1]/',
  'https://[2001:db8::1]:444/a.b/c_d~/'])('%s is the URL of a node', (url) => {
  expect(isNodeUrl(url)).toBe(true)
})

test.each(['', 'https://', 'https:///', '//node.example/', 'node.example/', 'ftp://node.example/', 'file:///etc/passwd', 'HTTPS://node.example/',
  'https://Node.example/', 'https://node.example', 'https://node.example/x', 'https://node.example:443/', 'http://node.example:80/', 'https://node.example:0/',
  'https://node.example:0443/', 'https://node.example:65536/', 'https://node.example:/', 'https://user@node.example/', 'https://node.example/?q', 'https://node.example/#f',
  'https://node.example/../', 'https://node.example/./', 'https://node.example//', 'https://node.example/%2e/', 'https://node.example\\@evil.example/',
  'https://node.example./', 'https://.example/', 'https://-node.example/', 'https://node-.example/', 'https://no_de.example/', 'https://b\u00fccher.example/',
  'https://node\u3002example/', 'https://1.2.3/', 'https://1.2.3.04/', 'https://1.2.3.4.5/', 'https://0x7f.0.0.1/', 'https://0x7f000001/', 'https://2130706433/',
  'https://a.123/', 'https://[::ffff:1.2.3.4]/', 'https://[::ffff:102:304]/', 'https://[2001:DB8::1]/', 'https://[2001:db8:0::1]/', 'https://[fe80::1%25eth0]/', 'https://[::1/',
  'https://node.example/ ', ' https://node.example/', 'https://node.example/\n', 'javascript:alert(1)/'])('%o is none, or not in the one form', (url) => {
  expect(isNodeUrl(url)).toBe(false)
})

test('a URL has 255 characters at most', () => {
  const head = 'https://node.example/'
  expect(isNodeUrl(`${head}${'x'.repeat(255 - head.length - 1)}/`)).toBe(true)
  expect(isNodeUrl(`${head}${'x'.repeat(255 - head.length)}/`)).toBe(false)
})

test('join takes it without the slash at its end', () => {
  expect(withoutSlash('https://node.example/a/')).toBe('https://node.example/a')
})
