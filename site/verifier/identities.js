/**
 * Where the keys of issuers stand that are neither did:web nor did:key: in a did:jwk itself, or in what an https address answers (Controlled
 * Identifiers 1.0, RFC 7517). Only the issuer's own document says which keys are the issuer's. Twin of
 * builder/testamur/verify/identities.py.
 *
 * @import {Environment, JsonObject, JsonValue, Limits, More, Signer} from './types.js'
 */

import {methodFromDocument, readAnswer, splitDidUrl} from './did.js'
import {CheckError, failed, unchecked} from './errors.js'
import {httpsHost, isOnHostOf} from './hosts.js'
import {bytesFromBase64url} from './bits.js'
import {parseJson} from './parse.js'
import {isHttpsAddress, isObject, member} from './values.js'

const characters = "[A-Za-z0-9._~!$&'()*+,;=:@%/-]"
const issuerForm = new RegExp(`^https://[^/?]+((?:/${characters}*)?)(?:\\?${characters}*)?$`)
const climbs = /^(?:\.|%2e){1,2}$/i

/**
 * The document that a did:jwk stands for; its one method is `#0`.
 *
 * @param {string} did
 * @param {Limits} limits
 * @returns {JsonObject}
 *   Whether what it holds is a key is not asked here.
 * @throws {CheckError}
 *   `did_malformed`.
 */
export function didJwkDocument(did, limits) {
  const bytes = bytesFromBase64url(`u${did.slice('did:jwk:'.length)}`)
  const publicKeyJwk = bytes === null ? null : strictObject(bytes, limits)
  if (publicKeyJwk === null) throw failed('did_malformed')
  const id = `${did}#0`
  return {id: did, verificationMethod: [{id, type: 'JsonWebKey', controller: did, publicKeyJwk}], assertionMethod: [id]}
}

/**
 * The id of an issuer that is an https address has a host as a did:web has one, and no segment that climbs.
 *
 * @param {string} issuer
 * @throws {CheckError}
 *   `did_malformed`.
 */
export function checkIssuerAddress(issuer) {
  const path = issuerForm.exec(issuer)?.[1]
  if (path === undefined || path.split('/').some((segment) => climbs.test(segment)) || httpsHost(issuer) === null) {
    throw failed('did_malformed')
  }
}

/**
 * The one method that is meant of an issuer whose id is an https address.
 *
 * @param {string} issuer
 * @param {string} methodId
 * @param {Environment} environment
 * @param {More} [more]
 *   Rooms that read a JWK of further kinds.
 * @returns {Promise<Signer>}
 *   Whether its dates are dates, and whether it may sign, is not asked here.
 * @throws {CheckError}
 */
export async function methodAt(issuer, methodId, {read, limits, more: usual}, more = usual) {
  if (splitDidUrl(methodId) !== null) throw failed('key_not_issuers')
  // A fragment names a part of a document, and nothing says which part speaks for it.
  if (!methodId.startsWith('https://') || issuer.includes('#')) throw unchecked('issuer_method_unknown')
  checkIssuerAddress(issuer)
  if (!isOnHostOf(methodId, issuer)) throw failed('key_not_issuers')
  const bytes = await read(issuer)
  if (bytes === null) throw unchecked('issuer_unreachable')
  const document = readAnswer(bytes, limits, 'did_document_malformed')
  const id = isObject(document) ? member(document, 'id') : undefined
  if (!isObject(document) || typeof id !== 'string') throw failed('did_document_malformed')
  if (id !== issuer) throw failed('did_id_differs')
  if (isListed(document, methodId)) return methodFromDocument(document, issuer, methodId, more)

  let set = member(document, 'jwks')
  if (Object.hasOwn(document, 'jwks_uri')) {
    if (set !== undefined) throw failed('key_material_ambiguous')
    const address = member(document, 'jwks_uri')
    if (!isHttpsAddress(address) || !isOnHostOf(address, issuer)) throw unchecked('issuer_keys_elsewhere')
    const answer = await read(address)
    if (answer === null) throw unchecked('issuer_unreachable')
    set = readAnswer(answer, limits, 'did_document_malformed')
  }
  return methodOfSet(issuer, methodId, set, more)
}

/**
 * Whether a document lists a method, or what it lists can't be read, which is told where methods are read.
 *
 * @param {JsonObject} document
 * @param {string} methodId
 */
function isListed(document, methodId) {
  const listed = member(document, 'verificationMethod') ?? (Object.hasOwn(document, 'verificationMethod') ? null : [])
  return (Array.isArray(listed) ? listed : [listed]).some((method) => !isObject(method) || member(method, 'id') === methodId)
}

/**
 * The key that a set has under the method's fragment; a set says of a key no more than the key itself does.
 *
 * @param {string} issuer
 * @param {string} methodId
 * @param {JsonValue | undefined} set
 * @param {More} more
 * @returns {Signer}
 */
function methodOfSet(issuer, methodId, set, more) {
  if (set === undefined || set === null || !methodId.startsWith(`${issuer}#`)) throw failed('key_not_found')
  const listed = isObject(set) ? member(set, 'keys') : undefined
  if (!Array.isArray(listed) || !listed.every(isObject)) throw failed('did_document_malformed')
  const names = [methodId, methodId.slice(issuer.length + 1)]
  const named = listed.filter((key) => names.some((name) => member(key, 'kid') === name))
  if (named.length !== 1) throw failed('key_not_found')
  return {id: methodId, key: more.publicKeyFromJwk(named[0]), revoked: null, expires: null, inAssertionMethod: true, inAuthentication: true}
}

/**
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @returns {JsonObject | null}
 *   Null where the bytes are not an object in strict JSON.
 */
function strictObject(bytes, limits) {
  try {
    const value = parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
    return isObject(value) ? value : null
  } catch (error) {
    if (error instanceof CheckError) return null
    throw error
  }
}
