/**
 * Steps 4 and 6 (VC Data Integrity 1.0; vc-di-eddsa 1.0, eddsa-rdfc-2022): the issuer's signature covers exactly this content, and the key
 * was the issuer's to sign with.
 *
 * @import {Environment, JsonObject, RegistryIssuer, Signer} from './types.js'
 */

import {canonicalRdf} from './canon.js'
import {without} from './closed.js'
import {methodFromDocument, readDidDocument, splitDidUrl} from './did.js'
import {digest} from './digest.js'
import {CheckError, failed, unchecked} from './errors.js'
import {bytesFromBase58, publicKeyFromMultibase, verifySignature} from './keys.js'
import {instantMs, isObject, member, one, text} from './values.js'

const maxProofValueCharacters = 96 // 64 bytes have 88 at most

/**
 * What the signature of eddsa-rdfc-2022 is over: the digest of the canonical proof options, then that of the canonical document.
 *
 * @param {Uint8Array} options
 * @param {Uint8Array} document
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   `crypto_unavailable`.
 */
export async function signedBytes(options, document) {
  const signed = new Uint8Array(64)
  signed.set(await digest('SHA-256', options))
  signed.set(await digest('SHA-256', document), 32)
  return signed
}

/**
 * The canonical form of a document without its proof.
 *
 * @param {JsonObject} document
 *   Must have passed `checkClosed`.
 * @param {Pick<Environment, 'contexts' | 'limits'>} environment
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   As `canonicalRdf`.
 */
export function canonicalDocument(document, environment) {
  return canonicalRdf(without(document, 'proof'), environment)
}

/**
 * The canonical form of a proof's options, which take the document's context.
 *
 * @param {JsonObject} document
 * @param {JsonObject} proof
 *   With or without `proofValue`.
 * @param {Pick<Environment, 'contexts' | 'limits'>} environment
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   As `canonicalRdf`.
 */
export function canonicalOptions(document, proof, environment) {
  return canonicalRdf({...without(proof, 'proofValue'), '@context': document['@context']}, environment)
}

/**
 * Step 4.
 *
 * @param {JsonObject} document
 *   Must have passed steps 2 and 3.
 * @param {Uint8Array} canonical
 *   Its canonical form, made in step 3.
 * @param {string} issuer
 *   The issuer's id in it.
 * @param {Environment} environment
 * @returns {Promise<Signer>}
 *   Whether the key may sign for the issuer is step 6.
 * @throws {CheckError}
 *   The first rule of step 4 that does not hold.
 */
export async function verifyProof(document, canonical, issuer, environment) {
  const {at, limits} = environment
  const skew = limits.clock_skew_s * 1000
  // 4.1 one proof
  const proof = one(member(document, 'proof'))
  if (Array.isArray(proof) && proof.length > 1) throw unchecked('proof_set')
  if (!isObject(proof)) throw failed('proof_malformed')
  // 4.2 its kind
  if (text(member(proof, 'type')) !== 'DataIntegrityProof') throw unchecked('proof_suite_unknown')
  if (text(member(proof, 'cryptosuite')) !== 'eddsa-rdfc-2022') throw unchecked('proof_suite_unknown')
  // 4.3 its parts
  const methodId = text(member(proof, 'verificationMethod'))
  const purpose = text(member(proof, 'proofPurpose'))
  const proofValue = text(member(proof, 'proofValue'))
  if (methodId === null || purpose === null || proofValue === null) throw failed('proof_malformed')
  const created = optionalInstant(proof, 'created')
  const expires = optionalInstant(proof, 'expires')
  // 4.4 to 4.6 what it is for, and when
  if (purpose !== 'assertionMethod') throw failed('proof_purpose')
  for (const name of ['domain', 'challenge', 'nonce', 'previousProof']) {
    if (Object.hasOwn(proof, name)) throw failed('proof_option_refused')
  }
  if (created !== null && created > at + skew) throw failed('proof_created_future')
  if (expires !== null && expires < at - skew) throw failed('proof_expired')
  // 4.7 to 4.9 whose key it names
  const named = splitDidUrl(methodId)
  if (named === null) throw unchecked('issuer_method_unknown')
  if (named.did !== issuer) throw failed('key_not_issuers')
  const didDocument = await readDidDocument(named, environment)
  // 4.10, 4.11 the key
  const signer = methodFromDocument(didDocument, named.did, methodId)
  const key = publicKeyFromMultibase(signer.multibase)
  for (const date of [signer.revoked, signer.expires]) {
    if (date !== null && instantMs(date) === null) throw failed('did_document_malformed')
  }
  // 4.12 the signature's form
  if (!proofValue.startsWith('z') || proofValue.length > maxProofValueCharacters) throw failed('proof_value_malformed')
  const signature = bytesFromBase58(proofValue.slice(1))
  if (signature === null || signature.length !== 64) throw failed('proof_value_malformed')
  // 4.13 the signature
  const signed = await signedBytes(await readOptions(document, proof, environment), canonical)
  if (!(await verifySignature(key, signature, signed))) throw failed('proof_signature_invalid')
  return signer
}

/**
 * Step 6 (Controlled Identifiers 1.0): the key was the issuer's to sign with.
 *
 * @param {Signer} signer
 * @param {RegistryIssuer | null} known
 *   The issuer as its registry describes it, null for one that no registry knows.
 * @param {Environment} environment
 * @throws {CheckError}
 *   The first rule of step 6 that does not hold.
 */
export function checkKey(signer, known, {at, limits}) {
  if (known !== null) {
    const key = known.keys.get(signer.id)
    const fragment = signer.id.slice(signer.id.indexOf('#') + 1)
    if (key === undefined || fragment !== signer.multibase) throw failed('key_not_listed')
    // What a compromised key signed is good where the ledger says so: step 10.
    if (key.state === 'compromised') return
  }
  if (!signer.inAssertionMethod) throw failed('key_not_for_assertion')
  const skew = limits.clock_skew_s * 1000
  if (isOver(signer.revoked, at - skew)) throw failed('key_revoked')
  if (isOver(signer.expires, at - skew)) throw failed('key_expired')
}

/**
 * @param {string | null} date
 * @param {number} moment
 */
function isOver(date, moment) {
  if (date === null) return false
  const instant = instantMs(date)
  return instant !== null && instant <= moment
}

/**
 * Step 3 made the document's own canonical form, so where there is none now, it is the options that have none.
 *
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {Environment} environment
 */
async function readOptions(document, proof, environment) {
  try {
    return await canonicalOptions(document, proof, environment)
  } catch (error) {
    if (error instanceof CheckError && error.code !== 'crypto_unavailable') throw failed('proof_malformed')
    throw error
  }
}

/**
 * @param {JsonObject} proof
 * @param {string} name
 * @returns {number | null}
 */
function optionalInstant(proof, name) {
  if (!Object.hasOwn(proof, name)) return null
  const instant = instantMs(one(member(proof, name)))
  if (instant === null) throw failed('proof_malformed')
  return instant
}
