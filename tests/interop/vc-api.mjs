/**
 * The JavaScript verifier behind the W3C VC API, for other people's test suites (docs/interop.md). Twin of vc_api.py, without an issuer:
 * `node tests/interop/vc-api.mjs [--port PORT] [--cert FILE --key FILE]` listens on loopback alone, over https where it is handed a
 * certificate, and prints one line of JSON with its address.
 */

import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {createServer as createSecureServer} from 'node:https'
import {parseArgs} from 'node:util'
import {more, verifyFile} from '../../site/verifier/index.js'
import {contexts, limits, terms} from '../../site/verifier/material.js'

const maxBodyBytes = 4 * 1024 * 1024
const verified = ['valid', 'caution', 'unknown_issuer']
const vcdm = 'https://www.w3.org/TR/vc-data-model#'
/** @type {Record<string, string>} */
const types = {
  read: `${vcdm}PARSING_ERROR`,
  shape: `${vcdm}MALFORMED_VALUE_ERROR`,
  context: `${vcdm}MALFORMED_VALUE_ERROR`,
  proof: `${vcdm}CRYPTOGRAPHIC_SECURITY_ERROR`,
  key: `${vcdm}CRYPTOGRAPHIC_SECURITY_ERROR`,
  dates: `${vcdm}RANGE_ERROR`
}

/**
 * @typedef {{status: number, answer: object}} Answered
 */

/**
 * @param {string} reason
 * @param {string} detail
 * @param {string} step
 */
function problem(reason, detail, step) {
  return {type: types[step] ?? 'about:blank', title: reason, status: 400, detail}
}

/**
 * @param {string} reason
 * @param {string} detail
 * @param {string} step
 * @returns {Answered}
 */
function refused(reason, detail, step) {
  return {status: 400, answer: {verified: false, problemDetails: [problem(reason, detail, step)]}}
}

/**
 * The answer about a credential or a presentation, a token as its text; nobody else is asked for anything.
 *
 * @param {unknown} value
 * @param {Record<string, any>} [asked]
 *   The question that a presentation must be signed for.
 * @returns {Promise<Answered>}
 */
async function judged(value, asked = {}) {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
  const resolve = async () => ({bytes: null, answeredBy: 'documents'})
  const options = {name: 'request', at: Date.now(), resolve, registries: [], contexts, limits, more, terms}
  const reports = await verifyFile(bytes, options)
  const problemDetails = reports.flatMap(({verdict, steps}) =>
    steps
      .filter(({reason}) => reason !== null && reason !== 'not_reached')
      .map(({id, outcome, reason}) => problem(String(reason), `${verdict}: ${id} ${outcome}`, id))
  )
  const {challenge = null, domain = []} = reports[0].presentation ?? {}
  for (const [name, answers] of /** @type {[string, (string | null)[]][]} */ ([['challenge', [challenge]], ['domain', domain]])) {
    if (Object.hasOwn(asked, name) && !answers.includes(asked[name])) {
      return refused('presentation_for_another', `it is not signed for this ${name}`, 'proof')
    }
  }
  const isVerified = reports.every(({verdict}) => verified.includes(verdict))
  return {status: isVerified ? 200 : 400, answer: {verified: isVerified, problemDetails}}
}

/** @type {Record<string, (body: Record<string, any>) => Promise<Answered> | Answered>} */
const doors = {
  '/credentials/verify': (body) =>
    Object.hasOwn(body, 'verifiableCredential')
      ? judged(body.verifiableCredential)
      : refused('verifiableCredential', 'there is no credential in the request', 'read'),
  '/presentations/verify': ({verifiablePresentation: presentation, options}) => {
    const isGiven = isObject(presentation) || typeof presentation === 'string'
    if (!isGiven) return refused('verifiablePresentation', 'there is no presentation in the request', 'read')
    return judged(presentation, isObject(options) ? options : {})
  }
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Answered>}
 */
async function answered(request) {
  const door = request.method === 'POST' && Object.hasOwn(doors, request.url ?? '') ? doors[request.url ?? ''] : undefined
  // A page of another host that a name leads here is not let in.
  const isLoopback = ['localhost', '127.0.0.1'].includes((request.headers.host ?? '').split(':')[0])
  if (door === undefined || !isLoopback) {
    return {status: 404, answer: problem('not_found', 'there is nothing at this address', '')}
  }
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > maxBodyBytes) return {status: 413, answer: problem('too_large', `at most ${maxBodyBytes} bytes`, '')}
    chunks.push(chunk)
  }
  let body
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return refused('json_syntax', 'the request is not JSON', 'read')
  }
  return isObject(body) ? door(body) : refused('json_syntax', 'the request is not an object', 'read')
}

/** @type {import('node:http').RequestListener} */
const listener = (request, response) => {
  answered(request).then(
    ({status, answer}) => {
      const type = status < 300 ? 'application/json' : 'application/problem+json'
      response.writeHead(status, {'Content-Type': type, Connection: 'close'}).end(JSON.stringify(answer))
    },
    () => response.destroy()
  )
}

const {values} = parseArgs({options: {port: {type: 'string', default: '0'}, cert: {type: 'string'}, key: {type: 'string'}}})
const isSecure = values.cert !== undefined && values.key !== undefined
const server = isSecure
  ? createSecureServer({cert: readFileSync(String(values.cert)), key: readFileSync(String(values.key))}, listener)
  : createServer(listener)
server.listen(Number(values.port), '127.0.0.1', () => {
  const {port} = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(JSON.stringify({address: `${isSecure ? 'https' : 'http'}://localhost:${port}`}))
})
