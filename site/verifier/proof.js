/**
 * Steps 4 and 6 (VC Data Integrity 1.0; vc-di-eddsa 1.0 and vc-di-ecdsa 1.0): the issuer's signatures cover exactly this content, and the
 * keys were the issuer's to sign with. Twin of builder/testamur/proofs.py and of securing.py beside its verify/.
 *
 * @import {PublicKey} from './keys.js'
 * @import {Token} from './tokens.js'
 * @import {Environment, JsonObject, JsonValue, More, RegistryIssuer, Signer} from './types.js'
 */

import {canonicalRdf, jcs} from './canon.js'
import {without} from './closed.js'
import {methodFromDocument, readDidDocument, splitDidUrl} from './did.js'
import {digest} from './digest.js'
import {CheckError, failed, unchecked} from './errors.js'
import {bytesFromBase58, meetKey, signatureLength, verifySignature} from './keys.js'
import {instantMs, isObject, member, one, text} from './values.js'

const maxProofValueCharacters = 136 // 96 bytes have 132 at most

/**
 * @typedef {object} Suite
 *   One cryptosuite: the kinds of key it takes with the hash for each, and whether the values themselves are signed (RFC 8785) or
 *   their statements (RDFC-1.0).
 * @property {Map<PublicKey['kind'], 'SHA-256' | 'SHA-384'>} hashes
 * @property {boolean} isJson
 * @property {typeof import('./disclosure.js').verifyDerived} [verifyDerived]
 *   For a suite that signs each statement by itself, what stands in place of the last two rules of step 4.
 */

/**
 * The suites that nearly every credential uses; the others are in suites.js.
 *
 * @type {ReadonlyMap<string, Suite>}
 */
const usual = new Map([
  ['eddsa-rdfc-2022', {hashes: new Map([['Ed25519', 'SHA-256']]), isJson: false}],
  ['eddsa-jcs-2022', {hashes: new Map([['Ed25519', 'SHA-256']]), isJson: true}]
])

/**
 * @typedef {object} Stages
 *   Every intermediate of a proof; `joinedHash` is what is signed.
 * @property {Uint8Array} canonicalDocument
 * @property {Uint8Array} documentHash
 * @property {Uint8Array} canonicalOptions
 * @property {Uint8Array} optionsHash
 * @property {Uint8Array} joinedHash
 */

/**
 * What a signature is over, stage by stage (vc-di-eddsa and vc-di-ecdsa, sections 3.2 and 3.3). By RDFC-1.0 the options take the document's
 * context; by RFC 8785 they are signed as they stand, and where they have a context the document is signed with it.
 *
 * @param {JsonObject} document
 *   Must have passed `checkClosed`; its own `proof` is left out.
 * @param {JsonObject} proof
 *   With or without `proofValue`; of a suite that has a row and takes such a key.
 * @param {PublicKey['kind']} kind
 * @param {Pick<Environment, 'contexts' | 'limits' | 'more' | 'terms'>} environment
 * @param {Uint8Array | null} [canonical]
 *   The document's canonical form by RDFC-1.0 with SHA-256, where the caller has made it.
 * @param {readonly JsonObject[]} [previous]
 *   The proofs that this one follows, in their order, which the document is signed with (VC Data Integrity 1.0, section 4.5).
 * @returns {Promise<Stages>}
 * @throws {CheckError}
 *   `proof_suite_unknown`, `proof_key_type`, and as `canonicalRdf`.
 * @throws {NeedsMore}
 */
export async function stages(document, proof, kind, environment, canonical = null, previous = []) {
  const {isJson, hashes} = suiteOf(proof, environment.more)
  const hash = hashes.get(kind)
  if (hash === undefined) throw failed('proof_key_type')
  const options = without(proof, 'proofValue')
  const unsecured = without(document, 'proof')
  if (previous.length > 0) unsecured.proof = [...previous]
  /** @type {[Uint8Array, Uint8Array]} */
  let forms
  if (isJson) {
    if (Object.hasOwn(options, '@context')) unsecured['@context'] = options['@context']
    forms = [new TextEncoder().encode(jcs(unsecured)), new TextEncoder().encode(jcs(options))]
  } else {
    // The hash is also the one inside of RDFC-1.0, so what was made with SHA-256 is of no use to P-384.
    const isMade = canonical !== null && hash === 'SHA-256' && previous.length === 0
    forms = [
      isMade ? canonical : await canonicalRdf(unsecured, environment, hash),
      await canonicalRdf({...options, '@context': document['@context']}, environment, hash)
    ]
  }
  const [documentHash, optionsHash] = [await digest(hash, forms[0]), await digest(hash, forms[1])]
  const joinedHash = new Uint8Array(2 * optionsHash.length)
  joinedHash.set(optionsHash)
  joinedHash.set(documentHash, optionsHash.length)
  return {canonicalDocument: forms[0], documentHash, canonicalOptions: forms[1], optionsHash, joinedHash}
}

/**
 * @param {JsonObject} proof
 * @param {More} more
 * @returns {Suite}
 * @throws {CheckError}
 *   `proof_suite_unknown`.
 * @throws {NeedsMore}
 */
function suiteOf(proof, more) {
  const type = text(member(proof, 'type'))
  const name = Object.hasOwn(proof, 'cryptosuite') ? (text(member(proof, 'cryptosuite')) ?? '') : null
  const known = type === 'DataIntegrityProof' && name !== null ? usual.get(name) : undefined
  if (known !== undefined) return known
  const suite = more.furtherSuite(type, name)
  if (suite === null) throw unchecked('proof_suite_unknown')
  return suite
}

/** The one fault of a signature that holds. */
export const notYetSigned = 'not_yet_signed'

const proofAddress = 'https://w3id.org/security#proof'

/**
 * The canonical form of a document without its proof.
 *
 * @param {JsonObject} document
 *   Must have passed `checkClosed`.
 * @param {Pick<Environment, 'contexts' | 'limits' | 'more' | 'terms'>} environment
 * @param {readonly JsonValue[] | null} [expanded]
 *   Its expanded form, where the caller has made it.
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   As `canonicalRdf`.
 */
export function canonicalDocument(document, environment, expanded = null) {
  // In a closed document no other word stands for this address, so without it the expanded form is that of the rest.
  const [whole] = expanded ?? []
  const isTold = whole !== undefined && isObject(whole) && Object.hasOwn(whole, proofAddress)
  return canonicalRdf(without(document, 'proof'), environment, 'SHA-256', isTold ? [without(whole, proofAddress)] : null)
}

/**
 * Step 4, for a token and for a document with proofs.
 *
 * @param {JsonObject} document
 *   Must have passed steps 2 and 3.
 * @param {Token | null} token
 *   The token that it was read from.
 * @param {Uint8Array} canonical
 *   Its canonical form, made in step 3.
 * @param {string} issuer
 *   The issuer's id in it.
 * @param {Environment} environment
 * @returns {Promise<Signer[]>}
 *   As `verifyProofs` and `verifyToken`.
 * @throws {CheckError}
 * @throws {NeedsMore}
 */
export async function verifySignatures(document, token, canonical, issuer, environment) {
  if (token === null) return verifyProofs(document, canonical, issuer, environment)
  return environment.more.verifyToken(document, token, canonical, issuer, environment)
}

/**
 * Step 4 for a document's own proofs.
 *
 * @param {JsonObject} document
 *   Must have passed steps 2 and 3.
 * @param {Uint8Array} canonical
 *   Its canonical form, made in step 3.
 * @param {string} issuer
 *   The issuer's id in it.
 * @param {Environment} environment
 * @param {'assertionMethod' | 'authentication'} [purpose]
 *   What they must be for; a proof of authentication is a presentation's, and `issuer` its holder.
 * @returns {Promise<Signer[]>}
 *   One for each proof, in their order. Whether the keys may sign for the issuer is step 6.
 * @throws {CheckError}
 *   The first proof that failed has its say before the first that could not be checked.
 * @throws {NeedsMore}
 */
export async function verifyProofs(document, canonical, issuer, environment, purpose = 'assertionMethod') {
  // 4.1 how many
  const proof = member(document, 'proof')
  const proofs = Array.isArray(proof) ? proof : [proof]
  if (proofs.length > environment.limits.max_proofs) throw unchecked('proof_set')
  /** @type {Signer[]} */
  const signers = []
  /** @type {CheckError[]} */
  const faults = []
  for (const each of proofs) {
    try {
      signers.push(await verifyProof(document, each, {proofs, canonical, issuer, purpose}, environment))
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      faults.push(error)
    }
  }
  // What another than the issuer signed beside the issuer is no fault of the issuer's, and nothing we can vouch for.
  const isForeign = (/** @type {CheckError} */ fault) => fault.code === 'key_not_issuers'
  const hasOwn = signers.length > 0 || !faults.every(isForeign)
  const told = faults.map((fault) => (hasOwn && isForeign(fault) ? unchecked('proof_set') : fault))
  // A signature that is good and came later says least of all.
  const others = told.filter(({code}) => code !== notYetSigned)
  const worst = others.find(({outcome}) => outcome === 'failed') ?? others[0] ?? told[0]
  if (worst !== undefined) throw worst
  return signers
}

/**
 * @param {JsonObject} document
 * @param {JsonValue | undefined} proof
 * @param {{proofs: readonly (JsonValue | undefined)[], canonical: Uint8Array, issuer: string, purpose: string}} wanted
 * @param {Environment} environment
 * @returns {Promise<Signer>}
 */
async function verifyProof(document, proof, wanted, environment) {
  const {proofs, canonical, issuer} = wanted
  const {at, limits} = environment
  const skew = limits.clock_skew_s * 1000
  if (proof === undefined || !isObject(proof)) throw failed('proof_malformed')
  // 4.2 its kind
  const {hashes, verifyDerived} = suiteOf(proof, environment.more)
  // 4.3 its parts
  const methodId = text(member(proof, 'verificationMethod'))
  const purpose = text(member(proof, 'proofPurpose'))
  const proofValue = text(member(proof, 'proofValue'))
  if (methodId === null || purpose === null || proofValue === null) throw failed('proof_malformed')
  const created = optionalInstant(proof, 'created')
  const expires = optionalInstant(proof, 'expires')
  // 4.4 to 4.6 what it is for, and when
  if (purpose !== wanted.purpose) throw failed('proof_purpose')
  const question = wanted.purpose === 'authentication' ? [] : ['domain', 'challenge']
  for (const name of [...question, 'nonce', ...(verifyDerived === undefined ? [] : ['previousProof'])]) {
    if (Object.hasOwn(proof, name)) throw failed('proof_option_refused')
  }
  const previous = previousOf(proof, proofs, environment.more)
  if (expires !== null && expires < at - skew) throw failed('proof_expired')
  // 4.7 to 4.9 whose key it names
  const signer = await readSigner(issuer, methodId, environment)
  // 4.10, 4.11 the key
  const {key} = signer
  if (!hashes.has(key.kind)) throw failed('proof_key_type')
  for (const date of [signer.revoked, signer.expires]) {
    if (date !== null && instantMs(date) === null) throw failed('did_document_malformed')
  }
  if (verifyDerived !== undefined) await verifyDerived(document, proof, proofValue, key, environment, canonical)
  else {
    // 4.12 the signature's form
    if (!proofValue.startsWith('z') || proofValue.length > maxProofValueCharacters) throw failed('proof_value_malformed')
    const signature = bytesFromBase58(proofValue.slice(1))
    if (signature === null || signature.length !== signatureLength(key)) throw failed('proof_value_malformed')
    // 4.13 the signature
    const {joinedHash} = await readStages(document, proof, key, environment, canonical, previous)
    if (!(await verifySignature(key, signature, joinedHash))) throw failed('proof_signature_invalid')
  }
  // 4.14 when it was made, asked of a signature that holds
  if (created !== null && created > at + skew) throw failed(notYetSigned)
  return {...signer, isDerived: verifyDerived !== undefined}
}

/**
 * The method that a proof names, out of what its issuer says of its keys.
 *
 * @param {string} issuer
 * @param {string} methodId
 * @param {Environment} environment
 * @returns {Promise<Signer>}
 * @throws {CheckError}
 * @throws {NeedsMore}
 */
async function readSigner(issuer, methodId, environment) {
  const named = splitDidUrl(methodId)
  if (named === null && issuer.startsWith('https://')) return environment.more.methodAt(issuer, methodId, environment)
  if (named === null) throw unchecked('issuer_method_unknown')
  if (named.did !== issuer) throw failed('key_not_issuers')
  const document = readDidDocument(named, environment)
  // While the answer is under way: a method is mostly named by its key.
  meetKey(methodId.slice(issuer.length + 1))
  return methodFromDocument(await document, issuer, methodId, environment.more)
}

/**
 * @param {JsonObject} proof
 * @param {readonly (JsonValue | undefined)[]} proofs
 * @param {More} more
 * @returns {JsonObject[]}
 * @throws {NeedsMore}
 */
function previousOf(proof, proofs, more) {
  if (!Object.hasOwn(proof, 'previousProof')) return []
  return more.previousProofs(proofs.filter((each) => each !== undefined).filter(isObject), proof)
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
    if (key === undefined || fragment !== signer.key.multibase) throw failed('key_not_listed')
    // What a compromised key signed is good where the ledger says so: step 10.
    if (key.state === 'compromised') return
  }
  if (!signer.inAssertionMethod) throw failed('key_not_for_assertion')
  checkDays(signer, {at, limits})
}

/**
 * @param {Signer} signer
 * @param {Pick<Environment, 'at' | 'limits'>} environment
 * @throws {CheckError}
 *   `key_revoked` or `key_expired`.
 */
export function checkDays(signer, {at, limits}) {
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
 * Step 3 made the document's own canonical form, so where there is none now, it is the proofs that have none.
 *
 * @param {JsonObject} document
 * @param {JsonObject} proof
 * @param {PublicKey} key
 * @param {Environment} environment
 * @param {Uint8Array} canonical
 * @param {readonly JsonObject[]} previous
 */
async function readStages(document, proof, key, environment, canonical, previous) {
  try {
    return await stages(document, proof, key.kind, environment, canonical, previous)
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
