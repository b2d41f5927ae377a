/**
 * RSA public keys for RS256, by WebCrypto (RFC 7518, sections 3.3 and 6.3; RFC 8017, PKCS #1 v1.5). Twin of builder/testamur/rsa.py.
 *
 * @import {JsonObject} from './types.js'
 */

import {subtle} from './digest.js'
import {failed, unchecked} from './errors.js'
import {bytesFromBase64url, checkJwkUse, privateMembers} from './jwk.js'
import {member} from './values.js'

const minBits = 2048
const maxBits = 8192 // larger ones only make a verifier work
const minExponent = 2n ** 16n
const maxExponent = 2n ** 32n // browsers import no larger one
const primes = [
  ...[3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127],
  ...[131, 137, 139, 149, 151, 157, 163, 167]
]
const algorithm = {name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256'}

/**
 * @typedef {object} RsaKey
 *   A checked RSA key: its numbers as they stand in its JWK, the length of its signatures, and what asks whether one is its own. It has
 *   no Multikey that we take, so `multibase` is empty.
 * @property {'RSA'} kind
 * @property {string} n
 * @property {string} e
 * @property {number} signatureBytes
 * @property {''} multibase
 * @property {(signature: Uint8Array, message: Uint8Array) => Promise<boolean>} verify
 */

/**
 * The RSA key of a public JWK.
 *
 * @param {JsonObject} jwk
 *   Its `kty` is `RSA`.
 * @returns {RsaKey}
 * @throws {CheckError}
 *   The first that applies: `key_malformed` where a private member is present or it says that it is for something else than RS256; the
 *   codes of `bytesFromBase64url`, and `key_not_canonical` for a leading zero; `key_malformed` for numbers that are too large;
 *   `key_weak` for numbers that are too small or even, and for the keys of CVE-2017-15361.
 */
export function rsaKeyFromJwk(jwk) {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) throw failed('key_malformed')
  checkJwkUse(jwk, ['RS256'])
  const modulus = numberOf(jwk, 'n')
  const exponent = numberOf(jwk, 'e')
  const bits = modulus.toString(2).length
  if (bits > maxBits || exponent >= maxExponent) throw failed('key_malformed')
  const isOdd = (modulus & exponent & 1n) === 1n
  if (bits < minBits || exponent < minExponent || !isOdd || isRoca(modulus)) throw failed('key_weak')
  const [n, e] = [String(member(jwk, 'n')), String(member(jwk, 'e'))]
  return {
    kind: 'RSA',
    n,
    e,
    signatureBytes: Math.ceil(bits / 8),
    multibase: '',
    verify: (signature, message) => verifyRsa({n, e}, signature, message)
  }
}

/**
 * @param {JsonObject} jwk
 * @param {string} name
 */
function numberOf(jwk, name) {
  const bytes = bytesFromBase64url(member(jwk, name))
  // RFC 7518, 6.3.1: the fewest bytes that hold the number.
  if (bytes.length === 0 || bytes[0] === 0) throw failed('key_not_canonical')
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}

/**
 * Whether a modulus has the mark of the generator of CVE-2017-15361, whose keys can be factored: its primes are powers of 65537 by every
 * small prime, and so is their product.
 *
 * @param {bigint} modulus
 */
function isRoca(modulus) {
  return primes.every((prime) => {
    const rest = Number(modulus % BigInt(prime))
    let power = 1
    for (let exponent = 0; exponent < prime; exponent += 1, power = (power * 65537) % prime) if (power === rest) return true
    return false
  })
}

/**
 * @param {{n: string, e: string}} numbers
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @returns {Promise<boolean>}
 */
async function verifyRsa(numbers, signature, message) {
  const engine = subtle()
  let key
  try {
    key = await engine.importKey('jwk', {kty: 'RSA', ...numbers}, algorithm, false, ['verify'])
  } catch {
    throw unchecked('crypto_unavailable')
  }
  return engine.verify(algorithm, key, /** @type {BufferSource} */ (signature), /** @type {BufferSource} */ (message))
}
