/**
 * Decentralised identifiers (DID Core 1.0), did:web and did:key: from an identifier to its document and the one key named in it.
 *
 * @import {PublicKey} from './keys.js'
 * @import {Environment, JsonObject, JsonValue, Limits, More, Signer} from './types.js'
 */

import {CheckError, failed, unchecked} from './errors.js'
import {publicKeyFromMultibase} from './keys.js'
import {parseJson} from './parse.js'
import {isObject, member} from './values.js'

/** How the Multikey of Ed25519 was called before there were Multikeys (EdDSA Cryptosuite v2020). */
const ed25519Of2020 = 'Ed25519VerificationKey2020'
const didUrl = /^(did:([a-z0-9]+):[^#]+)#([^#]+)$/
const didKey = /^did:key:z[1-9A-HJ-NP-Za-km-z]+$/
const hostLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const hostForm = new RegExp(`^${hostLabel}(?:\\.${hostLabel})*$`)
// A last label that reads as a number makes browsers take the whole for an IPv4 address.
const numberLabel = /^(?:[0-9]+|0x[0-9a-f]*)$/
const portForm = /^[1-9][0-9]{0,4}$/
const noJson = new Set(['json_not_utf8', 'json_syntax'])
const segmentForm = /^[A-Za-z0-9._~-]+$/

/**
 * A verification method's address taken apart; null where it is not a DID, `#` and a fragment.
 *
 * @param {string} address
 * @returns {{did: string, method: string, fragment: string} | null}
 */
export function splitDidUrl(address) {
  const match = didUrl.exec(address)
  return match === null ? null : {did: match[1], method: match[2], fragment: match[3]}
}

/**
 * The host that a did:web names and the address of its document; null where the grammar does not hold.
 *
 * @param {string} did
 * @returns {{host: string, address: string} | null}
 *   `host` has the port where there is one. A host is lower case, in ASCII and no IP address; `%3A` before a port is the only
 *   percent-encoding.
 */
export function didWebPlace(did) {
  if (!did.startsWith('did:web:')) return null
  const [place, ...segments] = did.slice('did:web:'.length).split(':')
  const host = authorityFrom(place, '%3A')
  if (host === null || !segments.every((one) => segmentForm.test(one) && one !== '.' && one !== '..')) return null
  const path = segments.length === 0 ? '.well-known' : segments.join('/')
  return {host, address: `https://${host}/${path}/did.json`}
}

/**
 * A host with its port as addresses have it; null where it is not a domain in lower case, or the port is none.
 *
 * @param {string} place
 * @param {string} colon
 *   What stands for the colon before a port.
 * @returns {string | null}
 */
export function authorityFrom(place, colon) {
  const at = place.indexOf(colon)
  const host = at < 0 ? place : place.slice(0, at)
  const labels = host.split('.')
  if (host.length > 253 || !hostForm.test(host) || numberLabel.test(labels[labels.length - 1])) return null
  if (labels.length === 1 && host !== 'localhost') return null
  if (at < 0) return host
  const port = place.slice(at + colon.length)
  return portForm.test(port) && Number(port) <= 65_535 ? `${host}:${port}` : null
}

/**
 * The value of what an issuer's site answered.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @param {string} malformed
 *   The reason for JSON that is not strict.
 * @returns {JsonValue}
 * @throws {CheckError}
 *   `issuer_unreadable`, could not be checked, for what is no JSON at all: a network that asks people to log in answers every address with
 *   a page, which says nothing about the issuer. Else `malformed`.
 */
export function readAnswer(bytes, limits, malformed) {
  try {
    return parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    throw noJson.has(error.code) ? unchecked('issuer_unreadable') : failed(malformed)
  }
}

/**
 * The document of a DID whose method is did:key, did:jwk or did:web.
 *
 * @param {{did: string, method: string}} named
 * @param {Environment} environment
 * @returns {Promise<JsonObject>}
 * @throws {CheckError}
 *   `issuer_method_unknown`, `did_malformed`, `issuer_unreachable`, `issuer_unreadable`,
 *   `did_document_malformed`.
 * @throws {NeedsMore}
 */
export async function readDidDocument({did, method}, {read, limits, more}) {
  if (method === 'key') {
    if (!didKey.test(did)) throw failed('did_malformed')
    const multikey = did.slice('did:key:'.length)
    const id = `${did}#${multikey}`
    return {
      id: did,
      verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase: multikey}],
      assertionMethod: [id]
    }
  }
  if (method === 'jwk') return more.didJwkDocument(did, limits)
  if (method !== 'web') throw unchecked('issuer_method_unknown')
  const place = didWebPlace(did)
  if (place === null) throw failed('did_malformed')
  const bytes = await read(place.address)
  if (bytes === null) throw unchecked('issuer_unreachable')
  const document = readAnswer(bytes, limits, 'did_document_malformed')
  if (!isObject(document)) throw failed('did_document_malformed')
  return document
}

/**
 * The one verification method of a document that has an id.
 *
 * @param {JsonObject} document
 *   The answer for the DID.
 * @param {string} did
 * @param {string} id
 *   The DID, `#` and a fragment. Ids are compared as they stand; methods embedded in `assertionMethod` are not looked at.
 * @param {More} more
 * @returns {Signer}
 *   Whether its dates are dates, and whether it may sign, is not asked here.
 * @throws {CheckError}
 *   `did_document_malformed`, `did_id_differs`, `key_not_found`, `key_controller_differs`, `key_material_ambiguous`, `key_type_unknown`,
 *   and the codes of the key.
 * @throws {NeedsMore}
 */
export function methodFromDocument(document, did, id, more) {
  const named = member(document, 'id')
  if (typeof named !== 'string') throw failed('did_document_malformed')
  if (named !== did) throw failed('did_id_differs')
  const methods = listed(document, 'verificationMethod')
  if (!methods.every(isObject)) throw failed('did_document_malformed')
  const found = methods.filter((one) => member(one, 'id') === id)
  if (found.length !== 1) throw failed('key_not_found')
  const [method] = found
  if (member(method, 'controller') !== did) throw failed('key_controller_differs')
  if (Object.hasOwn(method, 'publicKeyMultibase') && Object.hasOwn(method, 'publicKeyJwk')) {
    throw failed('key_material_ambiguous')
  }
  const type = member(method, 'type')
  if (type !== 'Multikey' && type !== 'JsonWebKey' && type !== ed25519Of2020) throw unchecked('key_type_unknown')
  const material = member(method, type === 'JsonWebKey' ? 'publicKeyJwk' : 'publicKeyMultibase')
  const revoked = member(method, 'revoked') ?? null
  const expires = member(method, 'expires') ?? null
  if (!isTextOrNull(revoked) || !isTextOrNull(expires)) throw failed('did_document_malformed')
  const inAssertionMethod = listed(document, 'assertionMethod').includes(id)
  // A DID that is its own key has it for everything.
  const inAuthentication = /^did:(?:key|jwk):/.test(did) || listed(document, 'authentication').includes(id)
  return {id, key: keyFrom(type, material, more), revoked, expires, inAssertionMethod, inAuthentication}
}

/**
 * @param {'Multikey' | 'JsonWebKey' | typeof ed25519Of2020} type
 * @param {JsonValue | undefined} material
 * @param {More} more
 * @returns {PublicKey}
 */
function keyFrom(type, material, more) {
  if (type !== 'JsonWebKey' && typeof material === 'string') {
    const key = publicKeyFromMultibase(material, more)
    if (type === ed25519Of2020 && key.kind !== 'Ed25519') throw failed('proof_key_type')
    return key
  }
  if (type === 'JsonWebKey' && material !== undefined && isObject(material)) return more.publicKeyFromJwk(material)
  throw failed('did_document_malformed')
}

/**
 * @param {JsonObject} document
 * @param {string} name
 * @returns {JsonValue[]}
 */
function listed(document, name) {
  const value = member(document, name)
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/**
 * @param {JsonValue} value
 * @returns {value is string | null}
 */
function isTextOrNull(value) {
  return value === null || typeof value === 'string'
}
