/**
 * The other side of `benchmarks/verify_folder.py`: the same folder of credentials by `@digitalbazaar/vc` of `tests/interop`, in Node, in one
 * process: `node benchmarks/verify_vc.mjs CREDENTIALS SITE BASE CONTEXTS`. The library reads contexts, DID documents and lists through
 * its `documentLoader`, which answers from memory here; what has been loaded once is not read from disk again.
 */

import {readdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

const [holders, site, base, contextFolder] = process.argv.slice(2)
const require = createRequire(new URL('../tests/interop/package.json', import.meta.url))
/** @param {string} name */
const load = (name) => import(pathToFileURL(require.resolve(name)).href)
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity')
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')
const vc = await load('@digitalbazaar/vc')
const {checkStatus} = await load('@digitalbazaar/vc-bitstring-status-list')

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
/** @type {Map<string, any>} */
const known = new Map(read(join(contextFolder, 'manifest.json')).files.map((/** @type {any} */ {url, file}) => [url, read(join(contextFolder, file))]))

/** @param {string} url */
async function documentLoader(url) {
  let document = known.get(url)
  if (document === undefined) {
    document = url.startsWith('did:') ? resolved(url) : read(join(site, url.slice(base.length)))
    known.set(url, document)
  }
  return {contextUrl: null, documentUrl: url, document, tag: 'static'}
}

/** @param {string} url */
function resolved(url) {
  const [did, fragment] = url.split('#')
  const [host, ...path] = did.slice('did:web:'.length).split(':')
  const address = `https://${decodeURIComponent(host)}/${path.join('/')}/did.json`
  const document = read(join(site, address.slice(base.length)))
  if (fragment === undefined) return document
  const method = document.verificationMethod.find((/** @type {any} */ each) => each.id === url)
  return {'@context': 'https://w3id.org/security/multikey/v1', ...method}
}

const suite = new DataIntegrityProof({cryptosuite})
/** @type {Record<string, number>} */
const counts = {}
const start = performance.now()
for (const name of readdirSync(holders).sort()) {
  const result = await vc.verifyCredential({credential: read(join(holders, name)), suite, documentLoader, checkStatus})
  const said = result.verified ? 'verified' : `refused: ${result.error?.errors?.[0]?.message ?? result.error?.message}`
  counts[said] = (counts[said] ?? 0) + 1
}
console.log(JSON.stringify({counts, milliseconds: performance.now() - start}))
