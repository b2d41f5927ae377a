/**
 * Runs the list away from the page, which ends it when its time is up. It never fetches: whatever it needs it asks of the page, as a path
 * of the page's own site or as the address of a host that the person agreed to.
 *
 * @import {Contexts, More, Recipient, Registry, Report, Resolve} from './types.js'
 */

import {CheckError, failed, NeedsMore} from './errors.js'
import {limits, terms} from './material.js'
import {parseJson} from './parse.js'
import {pathUnder, registryFromJson, RegistryFormError} from './registry.js'
import {credentialOfNobody, meetKeys} from './rehearsal.js'
import {verifyFile} from './verify.js'

/**
 * @typedef {{kind: 'prepare', registry: Uint8Array | null}} PrepareMessage
 *   From the page, at most once and before the question: what its site has as `registry.json`, to make ready for a check.
 * @typedef {{kind: 'verify', name: string, bytes: Uint8Array, at: number, hosts?: readonly string[], recipient?: Recipient | null, refresh?: readonly string[] | null, paper?: string}} VerifyMessage
 *   From the page, once: what to check, which other hosts may be asked, the person asked about, where one is,
 *   and why nothing was taken out of a PDF, which the page does itself.
 * @typedef {{kind: 'answer', path: string, bytes: Uint8Array | null}} AnswerMessage
 *   From the page: what its site has at a path, or what an agreed host answers to an address.
 * @typedef {{kind: 'ask', path: string}} AskMessage
 *   To the page.
 * @typedef {{kind: 'report', reports: Report[]}} ReportMessage
 *   To the page, once.
 * @typedef {{kind: 'more', chunk: string}} MoreMessage
 *   To the page, once, in place of a report: the chunk that the file needs and this worker has not.
 * @typedef {{
 *   postMessage: (message: AskMessage | ReportMessage | MoreMessage) => void,
 *   addEventListener: (type: 'message', listener: (event: {data: VerifyMessage | AnswerMessage | PrepareMessage}) => void) => void
 * }} Port
 *   The page, as a worker sees it.
 */

/**
 * Listen to the page and answer it.
 *
 * @param {Port} page
 * @param {() => {contexts: Contexts, more: More}} program
 *   What is there once the page asks: the rooms that not every credential needs, and the contexts.
 */
export function serve(page, program) {
  /** @type {Map<string, (bytes: Uint8Array | null) => void>} */
  const waiting = new Map()
  /** @param {string} path */
  const ask = (path) =>
    new Promise((/** @type {(bytes: Uint8Array | null) => void} */ resolve) => {
      waiting.set(path, resolve)
      page.postMessage({kind: 'ask', path})
    })
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rehearsal
  page.addEventListener('message', ({data}) => {
    if (data.kind === 'answer') waiting.get(data.path)?.(data.bytes)
    else if (data.kind === 'prepare') {
      const registry = registryFrom(data.registry)
      rehearsal = setTimeout(() => void rehearse(registry, program()), quietMs)
    } else {
      clearTimeout(rehearsal)
      void check(data, ask, program()).then((answer) => page.postMessage(answer))
    }
  })
}

/**
 * @param {VerifyMessage} message
 * @param {(path: string) => Promise<Uint8Array | null>} ask
 * @param {{contexts: Contexts, more: More}} program
 * @returns {Promise<ReportMessage | MoreMessage>}
 */
async function check({name, bytes, at, hosts = [], recipient, refresh, paper}, ask, {contexts, more}) {
  const registry = registryFrom(await ask('registry.json'))
  /** @type {Resolve} */
  const resolve = async (address) => {
    const {inside, path} = registry === null ? {inside: false, path: null} : pathUnder(registry.baseUrl, address)
    if (inside) return {bytes: path === null ? null : await ask(path), answeredBy: 'site'}
    const host = URL.canParse(address) ? new URL(address).host : ''
    // Nobody elsewhere is asked whom the person did not agree to.
    return {bytes: hosts.includes(host) ? await ask(address) : null, answeredBy: host}
  }
  const openPdf = paper === undefined ? null : () => {
    throw failed(paper)
  }
  try {
    const reports = await verifyFile(bytes, {name, at, registries: [registry], contexts, limits, more, terms, resolve, openPdf, recipient, refresh})
    return {kind: 'report', reports}
  } catch (error) {
    if (error instanceof NeedsMore) return {kind: 'more', chunk: error.chunk}
    throw error
  }
}

/** Who has the file at hand gives it sooner than this, and would wait for the rehearsal. */
const quietMs = 500

/**
 * Go through a check once, so that the next is quicker.
 *
 * @param {Registry | null} registry
 * @param {{contexts: Contexts, more: More}} program
 */
async function rehearse(registry, program) {
  if (registry !== null) meetKeys(registry)
  await check({kind: 'verify', name: '', bytes: credentialOfNobody(), at: Date.now()}, async () => null, program)
}

/** @type {{bytes: Uint8Array, registry: Registry | null} | null} */
let lastRead = null

/**
 * The registry in some bytes; the same bytes are read once.
 *
 * @param {Uint8Array | null} bytes
 * @returns {Registry | null}
 */
function registryFrom(bytes) {
  if (bytes === null) return null
  const last = lastRead
  const isLast = last !== null && last.bytes.length === bytes.length && last.bytes.every((byte, at) => byte === bytes[at])
  if (isLast) return last.registry
  const registry = registryIn(bytes)
  lastRead = {bytes, registry}
  return registry
}

/**
 * @param {Uint8Array} bytes
 * @returns {Registry | null}
 */
function registryIn(bytes) {
  try {
    return registryFromJson(parseJson(bytes, {maxBytes: limits.max_registry_bytes, maxDepth: limits.max_depth}))
  } catch (error) {
    if (error instanceof CheckError || error instanceof RegistryFormError) return null
    throw error
  }
}
