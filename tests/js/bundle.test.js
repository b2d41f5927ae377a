/** The bundles that a site ships: the same bytes every time, nothing of this machine in them, and the same answers as the modules. */

import assert from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {createContext, runInContext} from 'node:vm'
import {Worker} from 'node:worker_threads'
import {gzipSync} from 'node:zlib'
import {bundles, chunk, programs} from '../../site/verifier/build.mjs'
import {digest, hex} from '../../site/verifier/digest.js'
import {isPdf} from '../../site/verifier/pdf.js'
import {recipientFromText} from '../../site/verifier/recipient.js'
import {instantMs} from '../../site/verifier/values.js'
import {use} from './chunks/user.js'
import {root} from './material.js'

const made = await bundles()
const programNames = [...made.keys()].filter((name) => name.endsWith('.js'))
const chunkNames = programNames.filter((name) => name.startsWith('chunk-'))
const utf8 = new TextDecoder()
const textOf = (/** @type {string} */ name) => utf8.decode(made.get(name))

test('two builds have the same bytes, and the digests are theirs', async () => {
  const again = await bundles()
  assert.deepEqual([...made.keys()].filter((name) => !name.startsWith('chunk-')).sort(), [
    ...['digests.json', 'offline.js', 'others.js', 'page-camera.js', 'page-further.js', 'page-link.js', 'page-many.js', 'page-others.js', 'page-pdf.js', 'page-record.js', 'page-several.js'],
    ...['page.js', 'pdf-worker.js', 'pdfium-licences.txt', 'pdfium.wasm', 'worker.js']
  ])
  for (const [name, bytes] of made) assert.deepEqual(again.get(name), bytes, name)
  for (const [name, stated] of Object.entries(JSON.parse(textOf('digests.json')))) {
    assert.equal(stated, hex(await digest('SHA-256', made.get(name) ?? new Uint8Array())))
  }
})

test('no bundle names a path of this machine, a source map, or a way to run text', () => {
  const here = fileURLToPath(root)
  for (const name of programNames) {
    const text = textOf(name)
    for (const unwanted of [here, 'node_modules', 'sourceMappingURL', 'innerHTML', 'eval(', 'new Function']) {
      assert.equal(text.includes(unwanted), false, `${name} holds ${unwanted}`)
    }
  }
})

test('no worker can fetch: it names no way to', () => {
  for (const name of programNames.filter((one) => /^(?:worker|chunk|pdf-worker)/.test(one))) {
    const ways = /\bfetch\b|importScripts|WebSocket|EventSource|sendBeacon|new XMLHttpRequest/.exec(textOf(name))
    assert.equal(ways?.[0], undefined, name)
  }
})

test('a usual visit costs at most 36 KB of scripts, compressed, a token 7 KB more, and all that there is 100 KB', () => {
  const size = (/** @type {string[]} */ ...names) =>
    names.reduce((sum, name) => sum + gzipSync(made.get(name) ?? '', {level: 9}).length, 0)
  assert.ok(size('page.js', 'worker.js') <= 36_200, `${size('page.js', 'worker.js')} bytes`)
  assert.ok(size('chunk-signing.js') <= 7_000, `${size('chunk-signing.js')} bytes`)
  assert.ok(size('worker.js', ...chunkNames) <= 100_000, `${size('worker.js', ...chunkNames)} bytes`)
})

test('a chunk of another worker breaks, and is not misled', () => {
  const worker = textOf('worker.js').replaceAll(/testamurShared_[0-9a-f]{8}/g, 'testamurShared_00000000')
  const sandbox = createContext({addEventListener: () => undefined, TextEncoder, URL})
  runInContext(textOf('worker.js'), sandbox)
  runInContext(textOf('chunk-signing.js'), sandbox)
  const other = createContext({addEventListener: () => undefined, TextEncoder, URL})
  runInContext(worker, other)
  assert.throws(() => runInContext(textOf('chunk-signing.js'), other), {name: 'TypeError'})
})

test('a program asks for a chunk by its name, and has it where the chunk was put into the same place', async () => {
  const [{contents: user}] = await programs({user: '../../tests/js/chunks/user.js'}, {globalName: 'user'})
  const [{name, contents: sample}] = await chunk('../../tests/js/chunks/sample.chunk.js')
  assert.equal(name, 'chunk-sample.js')
  /** @param {Uint8Array[]} parts */
  const using = (...parts) => runInContext(`${parts.map((one) => utf8.decode(one)).join('')};user.use()`, createContext({}))
  await assert.rejects(using(user), {name: 'NeedsMore', chunk: 'sample'})
  assert.equal(await using(sample, user), 'from the chunk')
  assert.equal(await use(), 'from the chunk')
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

/**
 * A worker of some programs of the bundle, one after the other, and a way to have it check a file.
 *
 * @param {...string} names
 */
function start(...names) {
  const shim = [
    "const {parentPort} = require('node:worker_threads')",
    'globalThis.postMessage = (message) => parentPort.postMessage(message)',
    "globalThis.addEventListener = (type, listener) => parentPort.on('message', (data) => listener({data}))"
  ].join('\n')
  /** @type {string[]} */
  const asked = []
  const worker = new Worker([shim, ...names.map(textOf)].join('\n'), {eval: true, stderr: true})
  /**
   * @param {{name: string, bytes: Uint8Array, at: number | null, recipient: import('../../site/verifier/types.js').Recipient | null, paper?: string}} question
   * @param {Record<string, unknown>} documents
   * @returns {Promise<import('../../site/verifier/worker.js').ReportMessage | import('../../site/verifier/worker.js').MoreMessage>}
   */
  const check = (question, documents) =>
    new Promise((resolve, reject) => {
      worker.removeAllListeners()
      asked.length = 0
      worker.on('error', reject)
      worker.on('message', (message) => {
        if (message.kind !== 'ask') resolve(message)
        else {
          asked.push(message.path)
          worker.postMessage({kind: 'answer', path: message.path, bytes: answerFor(documents, message.path)})
        }
      })
      worker.postMessage({kind: 'verify', ...question})
    })
  /**
   * @param {Uint8Array} bytes
   * @returns {Promise<import('../../site/verifier/types.js').Paper>}
   */
  const open = (bytes) =>
    new Promise((resolve, reject) => {
      worker.removeAllListeners()
      worker.on('error', reject)
      worker.on('message', resolve)
      worker.postMessage({bytes, program: made.get('pdfium.wasm')})
    })
  return {asked, check, open, end: () => worker.terminate()}
}

test('the workers of the bundle answer the shared cases as the modules do, without a chunk alike or by naming the one that it needs', async (context) => {
  const [first, full] = [start('worker.js'), start('worker.js', ...chunkNames)]
  const opener = start('pdf-worker.js')
  context.after(() => Promise.all([first.end(), full.end(), opener.end()]))
  /** @type {{seen: number, passedOn: string[]}} */
  const told = {seen: 0, passedOn: []}
  for (const name of readdirSync(cases).filter((one) => !one.startsWith('_'))) {
    const folder = new URL(`${name}/`, cases)
    const one = JSON.parse(readFileSync(new URL('case.json', folder), 'utf8'))
    /** @type {Record<string, unknown>} */
    const documents = one.documents ? JSON.parse(readFileSync(new URL(one.documents, folder), 'utf8')) : {}
    // The page knows one registry, its own, and asks nobody else; cases about others are for the command line.
    const isOurs = one.registries?.length === 1 && one.registries[0] === '../_sites/society'
    if (!isOurs || one.refresh !== undefined || !Object.keys(documents).every((address) => address.startsWith(site))) continue
    const at = instantMs(one.at.length === 10 ? `${one.at}T23:59:59Z` : one.at)
    const recipient = one.recipient === undefined ? null : recipientFromText(one.recipient)
    const bytes = new Uint8Array(readFileSync(new URL(one.file, folder)))
    const paper = isPdf(bytes) ? await opener.open(bytes) : null
    const question = {name, bytes: paper?.inside ?? bytes, at, recipient, paper: paper?.reason}
    const answer = await full.check(question, documents)
    assert.ok(answer.kind === 'report', name)
    const [{verdict, reasons}] = answer.reports
    assert.deepEqual([verdict, reasons], [one.expected.verdict, one.expected.reasons], name)
    // What is asked for ahead is read in the end, so that the list of what was fetched is whole.
    const listed = answer.reports.flatMap(({fetched}) => fetched.map(({address}) => address))
    assert.deepEqual(full.asked.filter((path) => path !== 'registry.json' && !listed.includes(`${site}${path}`)), [], name)
    const hasty = await first.check(question, documents)
    if (hasty.kind === 'report') assert.deepEqual(hasty, answer, name)
    else {
      told.passedOn.push(name)
      assert.ok(made.has(`chunk-${hasty.chunk}.js`), hasty.chunk)
    }
    told.seen += 1
  }
  assert.ok(told.seen > 200, `${told.seen} cases`)
  assert.ok(told.passedOn.includes('suite-ecdsa-rdfc-p256'))
  // The usual credential is what the first worker is for.
  assert.ok(told.seen - told.passedOn.length > 200, `${told.passedOn.length} of ${told.seen} cases were passed on`)
})
