/**
 * The rarer half of step 13: evidence, schemas, and digests in the form of Multihash. Twin of builder/testamur/verify/related.py.
 *
 * @import {StatedDigest} from './related.js'
 * @import {Environment, JsonObject, JsonValue} from './types.js'
 */

import {unchecked} from './errors.js'
import {base58FromBytes, bytesFromBase58} from './keys.js'
import {checkBound, integrityOf} from './related.js'
import {bytesFromBase64url} from './bits.js'
import {isObject, many, member, text} from './values.js'

const maxMultibase = 128 // SHA-512 takes 92 characters
/**
 * Multicodec's number of each hash.
 *
 * @type {ReadonlyMap<number, {algorithm: StatedDigest['algorithm'], size: number}>}
 */
const multihashes = new Map([
  [0x12, {algorithm: 'SHA-256', size: 32}],
  [0x20, {algorithm: 'SHA-384', size: 48}],
  [0x13, {algorithm: 'SHA-512', size: 64}]
])

/**
 * Step 13, whatever there is to look at.
 *
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @param {Environment} environment
 * @returns {Promise<void>}
 *   What the files say is not checked.
 * @throws {CheckError}
 *   The first rule of step 13 that does not hold.
 */
export async function checkAllRelated(document, environment) {
  // 13.1
  if (Object.hasOwn(document, 'credentialSchema')) throw unchecked('schema_not_checked')
  // 13.2
  const resources = many(member(document, 'relatedResource'))
  const evidence = many(member(document, 'evidence')).filter((item) => !isObject(item) || Object.hasOwn(item, 'id'))
  const named = new Set(resources.map((item) => (isObject(item) ? text(member(item, 'id')) : null)))
  for (const item of evidence) {
    if (statesDigest(item)) continue
    const id = isObject(item) ? text(member(item, 'id')) : null
    if (id === null || !named.has(id)) throw unchecked('evidence_not_checked')
  }
  // 13.3
  for (const item of [...resources, ...evidence.filter(statesDigest)]) {
    await checkBound(item, isObject(item) ? statedIn(item) : [], environment)
  }
}

/** @param {JsonValue} item */
function statesDigest(item) {
  return isObject(item) && (Object.hasOwn(item, 'digestSRI') || Object.hasOwn(item, 'digestMultibase'))
}

/**
 * @param {JsonObject} item
 * @returns {(StatedDigest | null)[]}
 */
function statedIn(item) {
  return [
    ...(Object.hasOwn(item, 'digestSRI') ? [integrityOf(item)] : []),
    ...(Object.hasOwn(item, 'digestMultibase') ? [multihashOf(item)] : [])
  ]
}

/**
 * @param {JsonObject} item
 * @returns {StatedDigest | null}
 */
function multihashOf(item) {
  const words = text(member(item, 'digestMultibase')) ?? ''
  if (words.length > maxMultibase) return null
  const bytes = words.startsWith('z') ? bytesFromBase58(words.slice(1)) : bytesFromBase64url(words)
  const hash = multihashes.get(bytes?.[0] ?? 0)
  if (bytes === null || hash === undefined || bytes.length !== hash.size + 2 || bytes[1] !== hash.size) return null
  const written = (/** @type {Uint8Array} */ digest) => {
    const content = Uint8Array.from([bytes[0], bytes[1], ...digest])
    if (words.startsWith('z')) return `z${base58FromBytes(content)}`
    return `u${btoa(String.fromCharCode(...content)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
  }
  return {algorithm: hash.algorithm, words, written}
}
