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
 * Step 13.
 *
 * @param {JsonObject} document
 * @param {Environment} environment
 * @returns {Promise<void>}
 * @throws {CheckError}
 *   The first rule of step 13 that does not hold.
 */
export async function checkRelated(document, {read}) {
  // 13.2
  if (Object.hasOwn(document, 'credentialSchema')) throw unchecked('schema_not_checked')
  if (many(member(document, 'evidence')).some((item) => !isObject(item) || Object.hasOwn(item, 'id'))) {
    throw unchecked('evidence_not_checked')
  }
  // 13.3
  for (const resource of many(member(document, 'relatedResource'))) {
    if (!isObject(resource)) throw unchecked('related_unsupported')
    const address = one(member(resource, 'id'))
    const stated = integrity.exec(text(member(resource, 'digestSRI')) ?? '')
    const algorithm = algorithms.get(stated?.[1] ?? '')
    if (!isHttpsAddress(address, {fragment: false}) || stated === null || algorithm === undefined) {
      throw unchecked('related_unsupported')
    }
    const bytes = await read(address)
    if (bytes === null) throw unchecked('related_unreachable')
    const found = btoa(String.fromCharCode(...(await digest(algorithm, bytes))))
    if (stated[0] !== `${stated[1]}-${found}`) throw failed('related_differs')
  }
}
