/**
 * Compact JSON Web Signatures with EdDSA, ES256 and RS256 (RFC 7515, RFC 7518, RFC 8037, RFC 9864). The header is what an attacker writes:
 * it may say which of the three was used and which key is meant; the algorithm has to be the key's own, and no key is ever taken from it.
 * Twin of builder/testamur/jws.py.
 *
 * @import {PublicKey} from './keys.js'
 * @import {JsonObject, Limits} from './types.js'
 */

import {CheckError, failed, unchecked} from './errors.js'
import {bytesFromBase64url, publicKeyFromJwk} from './jwk.js'
import {signatureLength, verifySignature} from './keys.js'
import {parseJson} from './parse.js'
import {rsaKeyFromJwk} from './rsa.js'
import {isObject, member} from './values.js'

/**
 * @typedef {object} CompactJws
 *   A token taken apart, its form checked and nothing else; `signingInput` is what was signed.
 * @property {JsonObject} header
 * @property {Uint8Array} payload
 * @property {Uint8Array} signature
 * @property {Uint8Array} signingInput
 */

/**
 * The kind of key that each algorithm takes. RFC 9864 gives EdDSA with Ed25519 a name of its own; both are met.
 *
 * @type {ReadonlyMap<string, PublicKey['kind']>}
 */
export const algorithms = new Map([
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['ES256', 'P-256'],
  ['RS256', 'RSA']
])
// A signature without a key, or with a key that both sides know, says nothing of who made it.
const notSigning = ['HS256', 'HS384', 'HS512']

/**
 * The parts of a compact JWS (RFC 7515, section 7.1).
 *
 * @param {string} text
 *   White space around it does not count.
 * @param {Pick<Limits, 'max_credential_bytes' | 'max_depth'>} limits
 * @returns {CompactJws}
 *   What the header says, and the signature, is not asked here.
 * @throws {CheckError}
 *   `jwt_encoding` unless there are three parts, each in base64url without padding and without stray bits at its end, the first not
 *   empty; the codes of `parseJson` for the header, and `jwt_header_malformed` where it is no object.
 */
export function parseCompact(text, limits) {
  const parts = text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '').split('.')
  if (parts.length !== 3 || parts[0] === '') throw failed('jwt_encoding')
  const [headerBytes, payload, signature] = parts.map(partBytes)
  const header = parseJson(headerBytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
  if (!isObject(header)) throw failed('jwt_header_malformed')
  return {header, payload, signature, signingInput: new TextEncoder().encode(`${parts[0]}.${parts[1]}`)}
}

/** @param {string} part */
function partBytes(part) {
  try {
    return bytesFromBase64url(part)
  } catch (error) {
    throw error instanceof CheckError ? failed('jwt_encoding') : error
  }
}

/**
 * The `alg` of a token, one of `algorithms`. All that names or holds a key (`jwk`, `jku`, `x5u`, `x5c`) is left aside.
 *
 * @param {CompactJws} token
 * @returns {string}
 * @throws {CheckError}
 *   `jwt_header_refused` where the header has `crit` or `b64`, since no extension is understood here (RFC 7515, 4.1.11; RFC 7797);
 *   `jwt_header_malformed`; `jwt_algorithm_refused` for `none` and the algorithms with a shared key; `jwt_algorithm_unknown` for others.
 */
export function algorithmOf({header}) {
  if (['crit', 'b64'].some((name) => Object.hasOwn(header, name))) throw failed('jwt_header_refused')
  const alg = member(header, 'alg')
  if (typeof alg !== 'string') throw failed('jwt_header_malformed')
  // The names are told apart by their letters' case; of this one, others were once taken in, whatever the case.
  if (notSigning.includes(alg) || alg.toLowerCase() === 'none') throw failed('jwt_algorithm_refused')
  if (!algorithms.has(alg)) throw unchecked('jwt_algorithm_unknown')
  return alg
}

/**
 * Returns when the token was signed with the key by the key's own algorithm (RFC 7515, section 5.2). Whose key it is, is not asked here.
 *
 * @param {CompactJws} token
 * @param {PublicKey} key
 * @returns {Promise<void>}
 * @throws {CheckError}
 *   As `algorithmOf`; then `proof_key_type` where the algorithm is not the key's, `proof_value_malformed` for a signature of another
 *   length, `proof_signature_invalid`.
 */
export async function verifyCompact(token, key) {
  if (algorithms.get(algorithmOf(token)) !== key.kind) throw failed('proof_key_type')
  const {signature, signingInput} = token
  if (signature.length !== signatureLength(key)) throw failed('proof_value_malformed')
  if (!(await verifySignature(key, signature, signingInput))) throw failed('proof_signature_invalid')
}

/**
 * The key of a public JWK of any kind that a token may be signed with.
 *
 * @param {JsonObject} jwk
 * @returns {PublicKey}
 * @throws {CheckError}
 *   As `publicKeyFromJwk` and `rsaKeyFromJwk`.
 */
export function keyFromJwk(jwk) {
  return member(jwk, 'kty') === 'RSA' ? rsaKeyFromJwk(jwk) : publicKeyFromJwk(jwk)
}
