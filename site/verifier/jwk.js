/**
 * Public keys as JWK (RFC 7517; Controlled Identifiers 1.0, section 2.2.3).
 *
 * @import {PublicKey} from './keys.js'
 * @import {JsonObject, JsonValue} from './types.js'
 */

import {compressed, curves, ecdsaKey} from './ecdsa.js'
import {failed} from './errors.js'
import {base58FromBytes, ed25519Key} from './keys.js'
import {member} from './values.js'

/** The members of a private or a shared key (RFC 7518, section 6). */
export const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
// RFC 9864 gives EdDSA with Ed25519 a name of its own; both are met.
const algorithms = {Ed25519: ['EdDSA', 'Ed25519'], 'P-256': ['ES256'], 'P-384': ['ES384']}

/**
 * The key of a public JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037).
 *
 * @param {JsonObject} jwk
 * @returns {PublicKey}
 * @throws {CheckError}
 *   The first that applies: `key_malformed` where a private member is present; `proof_key_type` for another `kty` or `crv`;
 *   `key_malformed` where it says that it is for something else than verifying; the codes of `publicKeyFromMultibase`, and
 *   `key_not_canonical` for a coordinate in another spelling than base64url without padding.
 */
export function publicKeyFromJwk(jwk) {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) throw failed('key_malformed')
  const kty = member(jwk, 'kty')
  const crv = member(jwk, 'crv')
  if (kty === 'OKP' && crv === 'Ed25519') {
    checkJwkUse(jwk, algorithms[crv])
    const raw = bytesFromBase64url(member(jwk, 'x'))
    return ed25519Key(raw, `z${base58FromBytes(Uint8Array.from([0xed, 0x01, ...raw]))}`)
  }
  const curve = curves.find(({name}) => kty === 'EC' && crv === name)
  if (curve === undefined) throw failed('proof_key_type')
  checkJwkUse(jwk, algorithms[curve.name])
  const [x, y] = ['x', 'y'].map((name) => bytesFromBase64url(member(jwk, name)))
  const multicodec = Uint8Array.from([curve.prefix, 0x24, ...compressed(x, y, curve)])
  return ecdsaKey(curve, Uint8Array.from([4, ...x, ...y]), `z${base58FromBytes(multicodec)}`)
}

/**
 * A key that says what it is for is taken at its word.
 *
 * @param {JsonObject} jwk
 * @param {readonly string[]} algs
 *   Those that the key may name, the usual one first.
 * @throws {CheckError}
 *   `key_malformed`.
 */
export function checkJwkUse(jwk, algs) {
  const use = Object.hasOwn(jwk, 'use') ? jwk.use : 'sig'
  const operations = Object.hasOwn(jwk, 'key_ops') ? jwk.key_ops : ['verify']
  const alg = Object.hasOwn(jwk, 'alg') ? jwk.alg : algs[0]
  const isForVerifying = Array.isArray(operations) && operations.includes('verify')
  if (use !== 'sig' || !isForVerifying || typeof alg !== 'string' || !algs.includes(alg)) throw failed('key_malformed')
}

/**
 * The bytes of a member of a JWK in base64url without padding (RFC 7515, section 2).
 *
 * @param {JsonValue | undefined} value
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   `key_malformed` for what is no base64, `key_not_canonical` for every other spelling of it.
 */
export function bytesFromBase64url(value) {
  const core = typeof value === 'string' ? value.replace(/=+$/, '') : '?'
  if (!/^[A-Za-z0-9+/_-]*$/.test(core) || core.length % 4 === 1) throw failed('key_malformed')
  const binary = atob(core.replaceAll('-', '+').replaceAll('_', '/'))
  // Comparing with our own spelling refuses padding, the other alphabet and stray bits at the end at once.
  const spelling = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  if (spelling !== value) throw failed('key_not_canonical')
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
