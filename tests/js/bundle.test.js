/** The bundles that a site ships: the same bytes every time, nothing of this machine in them, and the same answers as the modules. */

import assert from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {Worker} from 'node:worker_threads'
import {bundles} from '../../site/verifier/build.mjs'
import {digest, hex} from '../../site/verifier/digest.js'
import {instantMs} from '../../site/verifier/values.js'
import {root} from './material.js'

const made = await bundles()
const utf8 = new TextDecoder()
const textOf = (/** @type {string} */ name) => utf8.decode(made.get(name))

test('two builds have the same bytes, and the digests are theirs', async () => {
  const again = await bundles()
  assert.deepEqual([...made.keys()].sort(), ['digests.json', 'page.js', 'worker.js'])
  for (const [name, bytes] of made) assert.deepEqual(again.get(name), bytes, name)
  for (const [name, stated] of Object.entries(JSON.parse(textOf('digests.json')))) {
    assert.equal(stated, hex(await digest('SHA-256', made.get(name) ?? new Uint8Array())))
  }
})

test('no bundle names a path of this machine, a source map, or a way to run text', () => {
  const here = fileURLToPath(root)
  for (const name of ['page.js', 'worker.js']) {
    const text = textOf(name)
    for (const unwanted of [here, 'node_modules', 'sourceMappingURL', 'innerHTML', 'eval(', 'new Function']) {
      assert.equal(text.includes(unwanted), false, `${name} holds ${unwanted}`)
    }
  }
})

test('the worker can not fetch: it names no way to', () => {
  const ways = /\bfetch\b|importScripts|WebSocket|EventSource|sendBeacon|new XMLHttpRequest/.exec(textOf('worker.js'))
  assert.equal(ways?.[0], undefined)
})

test('a visit costs at most 60 KB of scripts, compressed', async () => {
  const {gzipSync} = await import('node:zlib')
  const size = ['page.js', 'worker.js'].reduce((sum, name) => sum + gzipSync(made.get(name) ?? '', {level: 9}).length, 0)
  assert.ok(size <= 60_000, `${size} bytes`)
})

// ---- the same cases, by the bundle ----

const cases = new URL('tests/cases/', root)
const site = 'https://society.example/registry/'

/**
 * What a page would answer: the case's own documents, then the society's site.
 *
 * @param {Record<string, unknown>} documents
 * @param {string} path
 * @returns {Uint8Array | null}
 */
function answerFor(documents, path) {
  const address = `${site}${path}`
  if (Object.hasOwn(documents, address) && path !== 'registry.json') {
    const value = documents[address]
    const raw = /** @type {{status?: number, base64?: string}} */ (value)
    if (typeof value === 'object' && value !== null && ('base64' in value || 'status' in value)) {
      return (raw.status ?? 200) === 200 ? new Uint8Array(Buffer.from(raw.base64 ?? '', 'base64')) : null
    }
    return new TextEncoder().encode(JSON.stringify(value))
  }
  const file = new URL(`_sites/society/${path}`, cases)
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : null
}

test('the worker of the bundle answers the shared cases as the modules do', async (context) => {
  const shim = [
    "const {parentPort} = require('node:worker_threads')",
    'globalThis.postMessage = (message) => parentPort.postMessage(message)',
    "globalThis.addEventListener = (type, listener) => parentPort.on('message', (data) => listener({data}))"
  ].join('\n')
  const worker = new Worker(`${shim}\n${textOf('worker.js')}`, {eval: true, stderr: true})
  context.after(() => worker.terminate())
  let seen = 0
  for (const name of readdirSync(cases).filter((one) => !one.startsWith('_'))) {
    const folder = new URL(`${name}/`, cases)
    const one = JSON.parse(readFileSync(new URL('case.json', folder), 'utf8'))
    /** @type {Record<string, unknown>} */
    const documents = one.documents ? JSON.parse(readFileSync(new URL(one.documents, folder), 'utf8')) : {}
    // The page knows one registry, its own, and asks nobody else; cases about others are for the command line.
    const isOurs = one.registries?.length === 1 && one.registries[0] === '../_sites/society'
    if (!isOurs || !Object.keys(documents).every((address) => address.startsWith(site))) continue
    const report = await new Promise((resolve, reject) => {
      worker.removeAllListeners()
      worker.on('error', reject)
      worker.on('message', (message) => {
        if (message.kind === 'report') resolve(message.report)
        else worker.postMessage({kind: 'answer', path: message.path, bytes: answerFor(documents, message.path)})
      })
      const at = instantMs(one.at.length === 10 ? `${one.at}T23:59:59Z` : one.at)
      worker.postMessage({kind: 'verify', name, bytes: new Uint8Array(readFileSync(new URL(one.file, folder))), at})
    })
    assert.deepEqual([report.verdict, report.reasons], [one.expected.verdict, one.expected.reasons], name)
    seen += 1
  }
  assert.ok(seen > 200, `${seen} cases`)
})
