/**
 * Proofs that show a part of what was signed: ecdsa-sd-2023, derived (vc-di-ecdsa 1.0, sections 3.4 and 3.5). The issuer signed every
 * statement by itself, with a key made for this one document, and signed that key together with the statements that must always be shown.
 * Twin of builder/testamur/disclosure.py.
 *
 * @import {PublicKey} from './keys.js'
 * @import {Environment, JsonObject} from './types.js'
 */

import {decode, encode} from 'cborg'
import {canonicalRdf} from './canon.js'
import {without} from './closed.js'
import {digest} from './digest.js'
import {keyFromMulticodec} from './ecdsa.js'
import {CheckError, failed, unchecked} from './errors.js'
import {bytesFromBase64url} from './jwk.js'
import {base58FromBytes, verifySignature} from './keys.js'

// The shape of the five values: byte strings, whole numbers, lists and a map, their lengths written out.
const number = String.raw`(?:[\x00-\x17]|\x18.|\x19..|\x1a.{4})`
const list = String.raw`(?:[\x80-\x97]|\x98.|\x99..|\x9a.{4})`
const map = String.raw`(?:[\xa0-\xb7]|\xb8.|\xb9..|\xba.{4})`
const signature = String.raw`\x58\x40.{64}`
const shape = new RegExp(
  String.raw`^\x85${signature}\x58\x23.{35}${list}(?:${signature})*${map}(?:${number}\x58\x20.{32})*${list}${number}*$`,
  's'
)
/** An address, a text or a label of a canonical statement; only the last is exchanged. */
const token = /<[^>]*>|"(?:[^"\\]|\\.)*"|_:(c14n[0-9]+)/g

/**
 * @typedef {object} DerivedProof
 *   What a derived `proofValue` holds, in its order.
 * @property {Uint8Array} baseSignature
 * @property {Uint8Array} publicKey
 *   With its multicodec.
 * @property {PublicKey} key
 *   The same, checked.
 * @property {Uint8Array[]} signatures
 * @property {Map<string, string>} labels
 *   The issuer's label for each canonical one.
 * @property {number[]} mandatory
 *
 * @typedef {object} DisclosedStages
 *   Every intermediate of the verification, in the order of section 3.5.8.
 * @property {string[]} statements
 *   All that are shown, under the issuer's labels and sorted.
 * @property {string[]} others
 *   Those of them that need not be.
 * @property {Uint8Array} mandatoryHash
 * @property {Uint8Array} optionsHash
 * @property {Uint8Array} signed
 */

/**
 * The parts of a derived `proofValue` (section 3.5.7).
 *
 * @param {string} proofValue
 * @returns {DerivedProof}
 * @throws {CheckError}
 *   `proof_not_derived` where it is a base proof; `proof_value_malformed` where it is not `u` and base64url of the one CBOR form, where the
 *   key is none, or where a label or a place stands in it twice.
 */
export function derivedProof(proofValue) {
  const content = bytesFromText(proofValue)
  const header = content[0] === 0xd9 && content[1] === 0x5d ? content[2] : null
  if (header === 0) throw unchecked('proof_not_derived')
  const packed = content.subarray(3)
  if (header !== 1 || !shape.test(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))) throw malformed()
  const values = valuesOf(packed)
  // Counts that don't fit, other spellings of a number, and whatever follows the end, all at once.
  if (!isEqual(encode(values, {mapSorter: () => 0}), packed)) throw malformed()
  const [baseSignature, publicKey, signatures, labelMap, mandatory] = values
  /** @type {Map<string, string>} */
  const labels = new Map()
  for (const [place, label] of labelMap) labels.set(`c14n${place}`, `u${base64url(label)}`)
  if (new Set(labels.values()).size !== labelMap.size || new Set(mandatory).size !== mandatory.length) throw malformed()
  return {baseSignature, publicKey, key: keyFrom(publicKey), signatures, labels, mandatory}
}

/**
 * What the signatures of a derived proof are over (sections 3.4.4 and 3.5.8).
 *
 * @param {JsonObject} document
 *   Must have passed `checkClosed`; its own `proof` is left out.
 * @param {JsonObject} proof
 * @param {DerivedProof} derived
 * @param {Pick<Environment, 'contexts' | 'limits' | 'more' | 'terms'>} environment
 * @param {Uint8Array | null} [canonical]
 *   The document's canonical form, where the caller has made it.
 * @returns {Promise<DisclosedStages>}
 * @throws {CheckError}
 *   `proof_signature_invalid` where the labels are not those of this document or a place is none of its statements; as `canonicalRdf`.
 */
export async function disclosedStages(document, proof, derived, environment, canonical = null) {
  const form = canonical ?? (await canonicalRdf(without(document, 'proof'), environment))
  const options = await canonicalRdf({...without(proof, 'proofValue'), '@context': document['@context']}, environment)
  const statements = underLabels(new TextDecoder().decode(form), derived.labels)
  if (derived.mandatory.some((place) => place >= statements.length)) throw failed('proof_signature_invalid')
  const shown = new Set(derived.mandatory)
  const mandatory = statements.filter((_, place) => shown.has(place)).join('')
  const mandatoryHash = await digest('SHA-256', new TextEncoder().encode(mandatory))
  const optionsHash = await digest('SHA-256', options)
  return {
    statements,
    others: statements.filter((_, place) => !shown.has(place)),
    mandatoryHash,
    optionsHash,
    signed: Uint8Array.from([...optionsHash, ...derived.publicKey, ...mandatoryHash])
  }
}

/**
 * Whether every statement of the document was signed under the key (section 3.4.7). What the holder left out nobody but the issuer knows.
 *
 * @param {JsonObject} document
 *   Must have passed `checkClosed`.
 * @param {JsonObject} proof
 * @param {string} proofValue
 * @param {PublicKey} key
 *   Of P-256.
 * @param {Environment} environment
 * @param {Uint8Array} canonical
 * @throws {CheckError}
 *   As `derivedProof`; `proof_malformed` where the options have no canonical form; `proof_signature_invalid`.
 */
export async function verifyDerived(document, proof, proofValue, key, environment, canonical) {
  const derived = derivedProof(proofValue)
  const made = await stagesOrMalformed(document, proof, derived, environment, canonical)
  // The count first: it bounds the work by the document's own limits.
  const counted = derived.signatures.length === made.others.length
  if (!counted || !(await verifySignature(key, derived.baseSignature, made.signed))) throw failed('proof_signature_invalid')
  for (const [place, statement] of made.others.entries()) {
    const held = await verifySignature(derived.key, derived.signatures[place], new TextEncoder().encode(statement))
    if (!held) throw failed('proof_signature_invalid')
  }
}

/**
 * Step 3 made the document's own canonical form, so where there is none now, it is the proof's options that have none.
 *
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {DerivedProof} derived
 * @param {Environment} environment
 * @param {Uint8Array} canonical
 */
async function stagesOrMalformed(document, proof, derived, environment, canonical) {
  try {
    return await disclosedStages(document, proof, derived, environment, canonical)
  } catch (error) {
    const own = error instanceof CheckError && ['crypto_unavailable', 'proof_signature_invalid'].includes(error.code)
    if (error instanceof CheckError && !own) throw failed('proof_malformed')
    throw error
  }
}

const malformed = () => failed('proof_value_malformed')

/** @param {string} text */
function bytesFromText(text) {
  if (!text.startsWith('u')) throw malformed()
  try {
    return bytesFromBase64url(text.slice(1))
  } catch {
    throw malformed()
  }
}

/**
 * @param {Uint8Array} packed
 *   Of the shape above.
 * @returns {[Uint8Array, Uint8Array, Uint8Array[], Map<number, Uint8Array>, number[]]}
 */
function valuesOf(packed) {
  try {
    return decode(packed, {useMaps: true, rejectDuplicateMapKeys: true})
  } catch {
    throw malformed()
  }
}

/** @param {Uint8Array} content */
function keyFrom(content) {
  if (content[0] !== 0x80) throw malformed()
  try {
    return keyFromMulticodec(content, `z${base58FromBytes(content)}`)
  } catch {
    throw malformed()
  }
}

/**
 * The statements of a canonical form under other labels, sorted; every label must be used and none be missing.
 *
 * @param {string} canonical
 * @param {ReadonlyMap<string, string>} labels
 */
function underLabels(canonical, labels) {
  const used = new Set()
  const exchanged = (/** @type {string} */ whole, /** @type {string | undefined} */ name) => {
    if (name === undefined) return whole
    const label = labels.get(name)
    if (label === undefined) throw failed('proof_signature_invalid')
    used.add(name)
    return `_:${label}`
  }
  const lines = canonical.split('\n').filter((line) => line !== '')
  const statements = lines.map((line) => `${line.replace(token, exchanged)}\n`).sort(byCodePoints)
  if (used.size !== labels.size) throw failed('proof_signature_invalid')
  return statements
}

/**
 * The order of RDFC-1.0, which that of UTF-16 is not: surrogates stand for what comes after all other characters.
 *
 * @param {string} one
 * @param {string} other
 */
function byCodePoints(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const [a, b] = [rank(one.charCodeAt(at)), rank(other.charCodeAt(at))]
    if (a !== b) return a - b
  }
  return one.length - other.length
}

/** @param {number} unit */
const rank = (unit) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function isEqual(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
