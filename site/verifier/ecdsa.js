/**
 * P-256 and P-384 (FIPS 186-5, SP 800-186): compressed points, and ECDSA signatures as `r || s` by WebCrypto.
 */

import {subtle} from './digest.js'
import {failed, unchecked} from './errors.js'

/**
 * @typedef {object} Curve
 * @property {'P-256' | 'P-384'} name
 *   Its name in a JWK and in WebCrypto.
 * @property {number} prefix
 *   The first byte of its multicodec.
 * @property {number} bytes
 *   Of a coordinate; a signature is two numbers of this length.
 * @property {bigint} prime
 * @property {bigint} b
 * @property {bigint} order
 * @property {'SHA-256' | 'SHA-384'} hash
 */

/**
 * @typedef {object} EcdsaKey
 *   A checked key of P-256 or P-384: its point without compression, and its one Multikey spelling.
 * @property {'P-256' | 'P-384'} kind
 * @property {Curve} curve
 * @property {Uint8Array} point
 * @property {number} signatureBytes
 * @property {string} multibase
 * @property {(signature: Uint8Array, message: Uint8Array) => Promise<boolean>} verify
 *   As `verifyEcdsa`.
 */

/** @type {readonly Curve[]} */
export const curves = Object.freeze([
  {
    name: 'P-256',
    prefix: 0x80,
    bytes: 32,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    hash: 'SHA-256'
  },
  {
    name: 'P-384',
    prefix: 0x81,
    bytes: 48,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    hash: 'SHA-384'
  }
])

/**
 * @param {Curve} curve
 * @param {Uint8Array} point
 *   Of the curve, without compression.
 * @param {string} multibase
 * @returns {EcdsaKey}
 */
export function ecdsaKey(curve, point, multibase) {
  return {
    kind: curve.name,
    curve,
    point,
    signatureBytes: 2 * curve.bytes,
    multibase,
    verify: (signature, message) => verifyEcdsa(point, curve, signature, message)
  }
}

/**
 * The key of a Multikey's bytes.
 *
 * @param {Uint8Array} content
 *   With its multicodec, which is not that of Ed25519.
 * @param {string} multibase
 *   The text that the bytes come from.
 * @returns {EcdsaKey}
 * @throws {CheckError}
 *   `proof_key_type`, and as `uncompressed`.
 */
export function keyFromMulticodec(content, multibase) {
  const curve = curves.find(({prefix}) => content[0] === prefix && content[1] === 0x24)
  if (curve === undefined) throw failed('proof_key_type')
  return ecdsaKey(curve, uncompressed(content.subarray(2), curve), multibase)
}

/**
 * The point that a compressed key stands for, without compression: browsers import no other form.
 *
 * @param {Uint8Array} raw
 * @param {Curve} curve
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   `key_malformed` for another length and for what is no point, `key_not_canonical` for another form of point.
 */
export function uncompressed(raw, curve) {
  const {bytes, prime} = curve
  if (raw.length !== bytes + 1) throw failed('key_malformed')
  if (raw[0] !== 2 && raw[0] !== 3) throw failed('key_not_canonical')
  const x = bigEndian(raw.subarray(1))
  if (x >= prime) throw failed('key_malformed')
  const square = squaredY(x, curve)
  // Both primes leave 3 when divided by 4, so this power is a root where there is one.
  const root = power(square, (prime + 1n) / 4n, prime)
  if ((root * root) % prime !== square) throw failed('key_malformed')
  // No point of these curves has y = 0, whose other root would not be smaller than the prime.
  const y = (root & 1n) === BigInt(raw[0] & 1) ? root : prime - root
  const point = new Uint8Array(2 * bytes + 1)
  point[0] = 4
  point.set(raw.subarray(1), 1)
  for (let at = 2 * bytes, rest = y; at > bytes; at -= 1, rest >>= 8n) point[at] = Number(rest & 255n)
  return point
}

/**
 * The compressed form of a point given by its coordinates.
 *
 * @param {Uint8Array} x
 * @param {Uint8Array} y
 * @param {Curve} curve
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   `key_malformed` for another length and for what is no point of the curve.
 */
export function compressed(x, y, curve) {
  const {bytes, prime} = curve
  if (x.length !== bytes || y.length !== bytes) throw failed('key_malformed')
  const [left, right] = [bigEndian(x), bigEndian(y)]
  if (left >= prime || right >= prime || (right * right) % prime !== squaredY(left, curve)) throw failed('key_malformed')
  return Uint8Array.from([2 + (y[bytes - 1] & 1), ...x])
}

/**
 * Whether a signature over a message is the key's. Either of the two values of `s` that fit is good (docs/decisions/0034).
 *
 * @param {Uint8Array} point
 *   From `uncompressed`.
 * @param {Curve} curve
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @returns {Promise<boolean>}
 *   Any fault of the signature, length included, is false.
 * @throws {CheckError}
 *   `crypto_unavailable`, also where the runtime does not know the curve.
 */
export async function verifyEcdsa(point, {name, bytes, order, hash}, signature, message) {
  if (signature.length !== 2 * bytes) return false
  for (const half of [signature.subarray(0, bytes), signature.subarray(bytes)]) {
    const number = bigEndian(half)
    if (number === 0n || number >= order) return false
  }
  const engine = subtle()
  const algorithm = {name: 'ECDSA', namedCurve: name, hash}
  let key
  try {
    key = await engine.importKey('raw', /** @type {BufferSource} */ (point), algorithm, false, ['verify'])
  } catch {
    // The point is one of the curve, so it is the curve that the runtime lacks.
    throw unchecked('crypto_unavailable')
  }
  return engine.verify(algorithm, key, /** @type {BufferSource} */ (signature), /** @type {BufferSource} */ (message))
}

/**
 * The right side of the curve's equation, whose first coefficient is -3 on both.
 *
 * @param {bigint} x
 * @param {Curve} curve
 */
function squaredY(x, {b, prime}) {
  return (((x * x - 3n) * x + b) % prime + prime) % prime
}

/** @param {Uint8Array} bytes */
function bigEndian(bytes) {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 * @param {bigint} prime
 */
function power(base, exponent, prime) {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}
