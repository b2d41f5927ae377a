/**
 * Public keys as Multikey and JWK (Controlled Identifiers 1.0, sections 2.2.2 and 2.2.3) and strict Ed25519 (RFC 8032). A key that was
 * given out here is canonical, on its curve and of full order, so whoever holds one may verify with it and need not ask again.
 * Twin of builder/testamur/keys.py.
 *
 * @import {Curve} from './ecdsa.js'
 * @import {JsonObject, JsonValue} from './types.js'
 */

import {Point} from '@noble/ed25519'
import {digest, subtle} from './digest.js'
import {compressed, curves, uncompressed, verifyEcdsa} from './ecdsa.js'
import {failed} from './errors.js'
import {member} from './values.js'

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
 * @typedef {object} EcdsaKey
 *   A checked key of P-256 or P-384: its point without compression, and its one Multikey spelling.
 * @property {'P-256' | 'P-384'} kind
 * @property {Curve} curve
 * @property {Uint8Array} point
 * @property {string} multibase
 *
 * @typedef {Ed25519Key | EcdsaKey} PublicKey
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
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function base58FromBytes(bytes) {
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
 * @returns {PublicKey}
 * @throws {CheckError}
 *   `key_malformed`, `key_not_canonical`, `key_small_order`; `proof_key_type` for a kind that nobody here knows.
 */
export function publicKeyFromMultibase(text) {
  if (!text.startsWith('z') || text.length > maxMultibaseCharacters) throw failed('key_malformed')
  const content = bytesFromBase58(text.slice(1))
  if (content === null) throw failed('key_malformed')
  const raw = content.subarray(2)
  // Base58 has one text for any bytes, so the text is the key's one spelling.
  if (content[0] === 0xed && content[1] === 0x01) return ed25519Key(raw, text)
  const curve = curves.find(({prefix}) => content[0] === prefix && content[1] === 0x24)
  if (curve === undefined) throw failed('proof_key_type')
  return {kind: curve.name, curve, point: uncompressed(raw, curve), multibase: text}
}

/**
 * @param {Uint8Array} raw
 * @param {string} multibase
 * @returns {Ed25519Key}
 */
function ed25519Key(raw, multibase) {
  if (raw.length !== 32) throw failed('key_malformed')
  return {kind: 'Ed25519', raw, point: fullOrderPoint(raw), multibase}
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
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
    checkJwkUse(jwk, crv)
    const raw = bytesFromCoordinate(member(jwk, 'x'))
    return ed25519Key(raw, `z${base58FromBytes(Uint8Array.from([0xed, 0x01, ...raw]))}`)
  }
  const curve = curves.find(({name}) => kty === 'EC' && crv === name)
  if (curve === undefined) throw failed('proof_key_type')
  checkJwkUse(jwk, curve.name)
  const [x, y] = ['x', 'y'].map((name) => bytesFromCoordinate(member(jwk, name)))
  const multicodec = Uint8Array.from([curve.prefix, 0x24, ...compressed(x, y, curve)])
  return {
    kind: curve.name,
    curve,
    point: Uint8Array.from([4, ...x, ...y]),
    multibase: `z${base58FromBytes(multicodec)}`
  }
}

/**
 * A key that says what it is for is taken at its word.
 *
 * @param {JsonObject} jwk
 * @param {keyof typeof algorithms} kind
 */
function checkJwkUse(jwk, kind) {
  const use = Object.hasOwn(jwk, 'use') ? jwk.use : 'sig'
  const operations = Object.hasOwn(jwk, 'key_ops') ? jwk.key_ops : ['verify']
  const alg = Object.hasOwn(jwk, 'alg') ? jwk.alg : algorithms[kind][0]
  const isForVerifying = Array.isArray(operations) && operations.includes('verify')
  if (use !== 'sig' || !isForVerifying || typeof alg !== 'string' || !algorithms[kind].includes(alg)) {
    throw failed('key_malformed')
  }
}

/**
 * @param {JsonValue | undefined} value
 * @returns {Uint8Array}
 */
function bytesFromCoordinate(value) {
  const core = typeof value === 'string' ? value.replace(/=+$/, '') : '?'
  if (!/^[A-Za-z0-9+/_-]*$/.test(core) || core.length % 4 === 1) throw failed('key_malformed')
  const binary = atob(core.replaceAll('-', '+').replaceAll('_', '/'))
  // Comparing with our own spelling refuses padding, the other alphabet and stray bits at the end at once.
  const spelling = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  if (spelling !== value) throw failed('key_not_canonical')
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
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
  return key.kind === 'Ed25519' ? 64 : 2 * key.curve.bytes
}

/**
 * Whether a signature over a message is the key's: by strict RFC 8032 (S below the group's order, R canonical, no cofactor), or ECDSA as
 * `verifyEcdsa` has it.
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
  if (key.kind !== 'Ed25519') return verifyEcdsa(key.point, key.curve, signature, message)
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
