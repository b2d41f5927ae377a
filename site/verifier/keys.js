/**
 * Public keys as Multikey (Controlled Identifiers 1.0, section 2.2.2) and strict Ed25519 (RFC 8032). A key that was given out here is
 * canonical, on its curve and of full order, so whoever holds one may verify with it and need not ask again.
 * Twin of builder/testamur/keys.py.
 */

import {Point} from '@noble/ed25519'
import {digest, subtle} from './digest.js'
import {failed} from './errors.js'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const digits = new Map(Array.from(alphabet, (character, value) => [character, BigInt(value)]))
const fieldPrime = 2n ** 255n - 19n
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n
const maxMultibaseCharacters = 128 // a P-384 Multikey has 70

/**
 * @typedef {object} PublicKey
 *   A checked Ed25519 key: its raw bytes and its point.
 * @property {Uint8Array} raw
 * @property {Point} point
 */

/**
 * The bytes that base58btc text stands for, null for any other text. The caller bounds the length: the work is quadratic in it.
 *
 * @param {string} text
 * @returns {Uint8Array | null}
 */
export function bytesFromBase58(text) {
  let number = 0n
  for (const character of text) {
    const digit = digits.get(character)
    if (digit === undefined) return null
    number = number * 58n + digit
  }
  const zeros = text.length - text.replace(/^1+/, '').length
  const hexDigits = number === 0n ? '' : number.toString(16)
  const padded = hexDigits.length % 2 === 0 ? hexDigits : `0${hexDigits}`
  const bytes = (padded.match(/../g) ?? []).map((pair) => parseInt(pair, 16))
  return Uint8Array.from([...new Array(zeros).fill(0), ...bytes])
}

/**
 * The key of a `publicKeyMultibase`.
 *
 * @param {string} text
 * @returns {PublicKey}
 * @throws {CheckError}
 *   `key_malformed`, `key_not_canonical`, `key_small_order`; `proof_key_type` for a sound key of another kind.
 */
export function publicKeyFromMultibase(text) {
  if (!text.startsWith('z') || text.length > maxMultibaseCharacters) throw failed('key_malformed')
  const content = bytesFromBase58(text.slice(1))
  if (content === null) throw failed('key_malformed')
  const raw = content.subarray(2)
  if (content[0] === 0xed && content[1] === 0x01) {
    if (raw.length !== 32) throw failed('key_malformed')
    return {raw, point: fullOrderPoint(raw)}
  }
  for (const curve of weierstrass) {
    if (content[0] === curve.prefix && content[1] === 0x24) checkCompressedPoint(raw, curve)
  }
  throw failed('proof_key_type')
}

/**
 * @param {Uint8Array} raw
 * @returns {Point}
 */
function fullOrderPoint(raw) {
  const sign = raw[31] >> 7
  const y = littleEndian(raw) & (2n ** 255n - 1n)
  if (y >= fieldPrime) throw failed('key_not_canonical')
  let point
  try {
    // The lenient reading, so that the one encoding it is too lenient about has its own code below.
    point = Point.fromBytes(raw, true)
  } catch {
    throw failed('key_malformed')
  }
  if (point.X === 0n && sign === 1) throw failed('key_not_canonical')
  // A torsion part makes verifiers disagree with one another, so only the prime-order subgroup is let in.
  if (point.isSmallOrder() || !point.isTorsionFree()) throw failed('key_small_order')
  return point
}

/** @param {Uint8Array} bytes */
function littleEndian(bytes) {
  return bytes.reduceRight((number, byte) => number * 256n + BigInt(byte), 0n)
}

/**
 * Whether a signature over a message is the key's, by strict RFC 8032: S below the group's order, R canonical, no cofactor.
 *
 * @param {PublicKey} key
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @param {{useWebCrypto?: boolean}} [options]
 *   False takes our own arithmetic even where the runtime knows Ed25519; the answer is the same.
 * @returns {Promise<boolean>}
 *   Any fault of the signature, length included, is false.
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export async function verifySignature(key, signature, message, {useWebCrypto = true} = {}) {
  if (signature.length !== 64 || littleEndian(signature.subarray(32)) >= groupOrder) return false
  let commitment
  try {
    commitment = Point.fromBytes(signature.subarray(0, 32), false)
  } catch {
    return false
  }
  const native = useWebCrypto ? await nativeKey(key.raw) : null
  if (native !== null) {
    // Engines differ on a commitment with a torsion part, which an honest signer never makes.
    if (!commitment.isTorsionFree()) return false
    return subtle().verify(
      'Ed25519',
      native,
      /** @type {BufferSource} */ (signature),
      /** @type {BufferSource} */ (message)
    )
  }
  const hashed = new Uint8Array(64 + message.length)
  hashed.set(signature.subarray(0, 32))
  hashed.set(key.raw, 32)
  hashed.set(message, 64)
  const challenge = littleEndian(await digest('SHA-512', hashed)) % groupOrder
  const response = littleEndian(signature.subarray(32))
  return Point.BASE.multiplyUnsafe(response).equals(commitment.add(key.point.multiplyUnsafe(challenge)))
}

/**
 * @param {Uint8Array} raw
 * @returns {Promise<CryptoKey | null>}
 *   Null where the runtime does not know Ed25519.
 */
async function nativeKey(raw) {
  const engine = subtle()
  try {
    return await engine.importKey('raw', /** @type {BufferSource} */ (raw), 'Ed25519', false, ['verify'])
  } catch {
    return null
  }
}

// ---- P-256 and P-384: known well enough to say that a key is of another kind, or not a key ----

const weierstrass = [
  {
    prefix: 0x80,
    bytes: 33,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
  },
  {
    prefix: 0x81,
    bytes: 49,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn
  }
]

/**
 * @param {Uint8Array} raw
 * @param {{bytes: number, prime: bigint, b: bigint}} curve
 */
function checkCompressedPoint(raw, {bytes, prime, b}) {
  if (raw.length !== bytes) throw failed('key_malformed')
  if (raw[0] !== 2 && raw[0] !== 3) throw failed('key_not_canonical')
  const x = raw.subarray(1).reduce((number, byte) => number * 256n + BigInt(byte), 0n)
  const square = (x ** 3n - 3n * x + b) % prime
  if (x >= prime || !isSquare((square + prime) % prime, prime)) throw failed('key_malformed')
}

/**
 * Euler's criterion.
 *
 * @param {bigint} value
 * @param {bigint} prime
 */
function isSquare(value, prime) {
  let result = 1n
  let base = value
  for (let exponent = (prime - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result <= 1n
}
