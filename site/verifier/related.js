/**
 * Steps 12 and 13: what others say of a credential, and the files that belong to it. Both inform, and lower a verdict to `caution` at most.
 *
 * @import {Environment, JsonObject, JsonValue} from './types.js'
 */

import {digest} from './digest.js'
import {failed, unchecked} from './errors.js'
import {subjectOf} from './shape.js'
import {isHttpsAddress, isObject, many, member, one, text} from './values.js'

const integrity = /^(sha256|sha384|sha512)-[A-Za-z0-9+/]+={0,2}$/
/** @type {ReadonlyMap<string, 'SHA-256' | 'SHA-384' | 'SHA-512'>} */
const algorithms = new Map([
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512']
])

/**
 * Whether a credential, its achievement or its issuer carries endorsements.
 *
 * @param {JsonObject} document
 *   Must have passed step 2.
 * @returns {boolean}
 */
export function hasEndorsements(document) {
  const issuer = one(member(document, 'issuer'))
  const achievement = one(member(subjectOf(document), 'achievement'))
  return [document, achievement, issuer].some(
    (holder) => isObject(holder) && ['endorsement', 'endorsementJwt'].some((name) => Object.hasOwn(holder, name))
  )
}

/**
 * Whether there is anything for step 13 to look at.
 *
 * @param {JsonObject} document
 * @returns {boolean}
 */
export function hasRelated(document) {
  return ['relatedResource', 'evidence', 'credentialSchema'].some((name) => Object.hasOwn(document, name))
}

/**
 * The file that step 13 is sure to ask for first, where it is easily told.
 *
 * @param {JsonObject} document
 * @returns {string | null}
 */
export function firstRelated(document) {
  const [first] = many(member(document, 'relatedResource'))
  const isMore = Object.hasOwn(document, 'evidence') || Object.hasOwn(document, 'credentialSchema')
  if (isMore || !isObject(first) || Object.hasOwn(first, 'digestMultibase') || integrityOf(first) === null) return null
  const address = one(member(first, 'id'))
  return isHttpsAddress(address) ? address : null
}

/**
 * Step 13. Only what the registry's own credentials carry is looked at here; for all else see bound.js.
 *
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @param {Environment} environment
 * @returns {Promise<void>}
 * @throws {CheckError}
 *   The first rule of step 13 that does not hold.
 * @throws {NeedsMore}
 */
export async function checkRelated(document, environment) {
  const resources = many(member(document, 'relatedResource'))
  const isMore = resources.some((item) => isObject(item) && Object.hasOwn(item, 'digestMultibase'))
  if (isMore || Object.hasOwn(document, 'evidence') || Object.hasOwn(document, 'credentialSchema')) {
    return environment.more.checkAllRelated(document, environment)
  }
  for (const item of resources) await checkBound(item, isObject(item) ? [integrityOf(item)] : [], environment)
}

/**
 * @typedef {object} StatedDigest
 *   A digest as a credential states it: the hash, the text, and how a digest is written in that form.
 * @property {'SHA-256' | 'SHA-384' | 'SHA-512'} algorithm
 * @property {string} words
 * @property {(digest: Uint8Array) => string} written
 */

/**
 * Refuse a file that is not the one whose digests are stated.
 *
 * @param {JsonValue} item
 * @param {(StatedDigest | null)[]} stated
 *   Null for one in a form that can't be read.
 * @param {Environment} environment
 * @returns {Promise<void>}
 * @throws {CheckError}
 *   `related_unsupported`, `related_unreachable`, `related_differs`.
 */
export async function checkBound(item, stated, {read}) {
  const address = isObject(item) ? one(member(item, 'id')) : undefined
  if (!isHttpsAddress(address) || stated.length === 0) throw unchecked('related_unsupported')
  const readable = stated.filter((digests) => digests !== null)
  if (readable.length < stated.length) throw unchecked('related_unsupported')
  const bytes = await read(address)
  if (bytes === null) throw unchecked('related_unreachable')
  for (const {algorithm, words, written} of readable) {
    if (written(await digest(algorithm, bytes)) !== words) throw failed('related_differs')
  }
}

/**
 * The `digestSRI` of a file.
 *
 * @param {JsonObject} item
 * @returns {StatedDigest | null}
 *   Null where it is not one digest in a form that is known.
 */
export function integrityOf(item) {
  const match = integrity.exec(text(member(item, 'digestSRI')) ?? '')
  const algorithm = algorithms.get(match?.[1] ?? '')
  if (match === null || algorithm === undefined) return null
  return {algorithm, words: match[0], written: (bytes) => `${match[1]}-${btoa(String.fromCharCode(...bytes))}`}
}
