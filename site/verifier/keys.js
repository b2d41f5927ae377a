/**
 * Public keys as Multikey (Controlled Identifiers 1.0, section 2.2.2) and strict Ed25519 (RFC 8032). A key that was given out here is
 * canonical, on its curve and of full order, so whoever holds one may verify with it and need not ask again.
 * Twin of builder/testamur/keys.py; JWK and the other curves are in jwk.js and ecdsa.js.
 *
 * @import {EcdsaKey} from './ecdsa.js'
 * @import {RsaKey} from './rsa.js'
 * @import {More} from './types.js'
 */

import {Point} from '@noble/ed25519'
import {digest, subtle} from './digest.js'
import {failed} from './errors.js'
import {asLoaded} from './loaded.js'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const digits = new Map(Array.from(alphabet, (character, value) => [character, BigInt(value)]))
const fieldPrime = 2n ** 255n - 19n
const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n
const maxMultibaseCharacters = 128 // a P-384 Multikey has 70

/**
 * @typedef {object} Ed25519Key
 *   A checked Ed25519 key: its raw bytes, its point and its one Multikey spelling.
 * @property {'Ed25519'} kind
 * @property {Uint8Array} raw
 * @property {Point} point
 * @property {string} multibase
 *
 * @typedef {Ed25519Key | EcdsaKey | RsaKey} PublicKey
 */

/**
 * The last keys that were found good, by their spelling. A credential and its status list mostly have the same, and to ask whether a point
 * has full order is the dearest question of a check.
 *
 * @type {Map<string, Ed25519Key>}
 */
const goodKeys = new Map()
const mostGoodKeys = 8

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
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function base58FromBytes(bytes) {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let text = ''
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text
}

/**
 * The key of a `publicKeyMultibase`.
 *
 * @param {string} text
 * @param {More} more
 * @returns {PublicKey}
 * @throws {CheckError}
 *   `key_malformed`, `key_not_canonical`, `key_small_order`; `proof_key_type` for a kind that nobody here knows.
 * @throws {NeedsMore}
 */
export function publicKeyFromMultibase(text, more) {
  if (!text.startsWith('z') || text.length > maxMultibaseCharacters) throw failed('key_malformed')
  const content = bytesFromBase58(text.slice(1))
  if (content === null) throw failed('key_malformed')
  const raw = content.subarray(2)
  // Base58 has one text for any bytes, so the text is the key's one spelling.
  if (content[0] === 0xed && content[1] === 0x01) {
    const key = goodKeys.get(text) ?? ed25519Key(raw, text)
    goodKeys.set(text, key)
    if (goodKeys.size > mostGoodKeys) goodKeys.delete([...goodKeys.keys()][0])
    return key
  }
  return more.keyFromMulticodec(content, text)
}

/**
 * Look at a key before anybody asks about it, so that less is left for then; it is remembered where it is good.
 *
 * @param {string} text
 *   What may be its Multikey spelling.
 */
export function meetKey(text) {
  try {
    publicKeyFromMultibase(text, asLoaded({}))
  } catch {
    // Who needs this key is going to be told what is wrong with it.
  }
}

/**
 * @param {Uint8Array} raw
 * @param {string} multibase
 *   Its Multikey spelling.
 * @returns {Ed25519Key}
 * @throws {CheckError}
 *   `key_malformed`, `key_not_canonical`, `key_small_order`.
 */
export function ed25519Key(raw, multibase) {
  if (raw.length !== 32) throw failed('key_malformed')
  return {kind: 'Ed25519', raw, point: fullOrderPoint(raw), multibase}
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
 * The length of a key's signatures.
 *
 * @param {PublicKey} key
 */
export function signatureLength(key) {
  return key.kind === 'Ed25519' ? 64 : key.signatureBytes
}

/**
 * Whether a signature over a message is the key's: by strict RFC 8032 (S below the group's order, R canonical, no cofactor), or as the
 * other kind of key has it.
 *
 * @param {PublicKey} key
 * @param {Uint8Array} signature
 * @param {Uint8Array} message
 * @param {{useWebCrypto?: boolean}} [options]
 *   False takes our own arithmetic for Ed25519 even where the runtime knows it; the answer is the same.
 * @returns {Promise<boolean>}
 *   Any fault of the signature, length included, is false.
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export async function verifySignature(key, signature, message, {useWebCrypto = true} = {}) {
  if (key.kind !== 'Ed25519') return key.verify(signature, message)
  if (signature.length !== 64 || littleEndian(signature.subarray(32)) >= groupOrder) return false
  let commitment
  try {
    commitment = Point.fromBytes(signature.subarray(0, 32), false)
  } catch {
    return false
  }
  const native = useWebCrypto ? await nativeKey(key.raw) : null
  if (native !== null) {
    const holds = subtle().verify(
      'Ed25519',
      native,
      /** @type {BufferSource} */ (signature),
      /** @type {BufferSource} */ (message)
    )
    // Engines differ on a commitment with a torsion part, which an honest signer never makes; it is looked for while the engine works.
    const isFree = commitment.isTorsionFree()
    return (await holds) && isFree
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
