/** The only network: what is asked of whom, and what is no answer. */

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {fetchBytes} from '../../site/verifier/fetch.js'
import {limits} from './material.js'

/**
 * A network that has these answers, and remembers what it was asked.
 *
 * @param {Record<string, Response>} answers
 */
function network(answers) {
  /** @type {{address: string, options: RequestInit | undefined}[]} */
  const asked = []
  /** @type {typeof fetch} */
  const request = async (address, options) => {
    asked.push({address: String(address), options})
    const answer = answers[String(address)]
    if (answer === undefined) throw new TypeError('no such host')
    return answer
  }
  return {asked, request}
}

const sent = (/** @type {string} */ location) => new Response(null, {status: 302, headers: {location}})

test('a body with status 200 is an answer; nothing of ours is sent along', async () => {
  const {asked, request} = network({'https://a.example/x': new Response('hello')})
  assert.deepEqual(await fetchBytes('https://a.example/x', {limits, request}), new TextEncoder().encode('hello'))
  assert.equal(asked[0].options?.credentials, 'omit')
  assert.equal(asked[0].options?.cache, 'no-store')
  assert.equal(asked[0].options?.referrerPolicy, 'no-referrer')
})

test('another status, a failure and too many bytes are no answer', async () => {
  const {request} = network({
    'https://a.example/missing': new Response('x', {status: 404}),
    'https://a.example/large': new Response('x'.repeat(11))
  })
  assert.equal(await fetchBytes('https://a.example/missing', {limits, request}), null)
  assert.equal(await fetchBytes('https://a.example/nowhere', {limits, request}), null)
  assert.equal(await fetchBytes('https://a.example/large', {limits, request, maxBytes: 10}), null)
})

test('an address that is not plain https is not asked for', async () => {
  const {asked, request} = network({})
  for (const address of [
    ...['http://a.example/', 'file:///etc/hostname', 'data:,x', 'https://user@a.example/', 'https://a.example/#x'],
    ...['https://a.example/ x', 'https://\u0430.example/', 'x', '']
  ]) {
    assert.equal(await fetchBytes(address, {limits, request}), null, address)
  }
  assert.deepEqual(asked, [])
})

test('redirects are followed within the host, and only so many', async () => {
  const {request} = network({
    'https://a.example/1': sent('/2'),
    'https://a.example/2': new Response('there'),
    'https://a.example/away': sent('https://b.example/2'),
    'https://a.example/down': sent('http://a.example/2'),
    'https://b.example/2': new Response('elsewhere'),
    'https://a.example/round': sent('/round')
  })
  assert.deepEqual(await fetchBytes('https://a.example/1', {limits, request}), new TextEncoder().encode('there'))
  for (const path of ['away', 'down', 'round']) {
    assert.equal(await fetchBytes(`https://a.example/${path}`, {limits, request}), null, path)
  }
})

test('a page asks its own origin alone, and takes no redirect', async () => {
  const {asked, request} = network({'http://localhost:8000/registry.json': new Response('{}')})
  const origin = 'http://localhost:8000'
  assert.ok(await fetchBytes('http://localhost:8000/registry.json', {limits, request, origin}))
  assert.equal(await fetchBytes('https://a.example/x', {limits, request, origin}), null)
  assert.deepEqual(asked.map(({address}) => address), ['http://localhost:8000/registry.json'])
  assert.equal(asked[0].options?.redirect, 'error')
})
