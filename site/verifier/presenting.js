/**
 * A presentation's own signature: whose key put these credentials together (VCDM 2.0, section 4.13; VC Data Integrity 1.0). Such a signature,
 * a proof or a token, answers a question that somebody asked, and nobody asked one of a file: that it holds says that the holder's key signed once. Twin of
 * builder/testamur/verify/presenting.py.
 *
 * @import {Presented} from './several.js'
 * @import {Token} from './tokens.js'
 * @import {Environment, Fetched, JsonObject, PresentationFacts, Report, Signer} from './types.js'
 */

import {checkClosed, without} from './closed.js'
import {CheckError, failed, unchecked} from './errors.js'
import {canonicalPresentation} from './held.js'
import {checkDays, notYetSigned, verifyProofs} from './proof.js'
import {instantText, isAddress, isObject, many, member, one, text} from './values.js'
import {Steps} from './running.js'
import {reasonsFromSteps, verdictFromSteps} from './verdict.js'

const known = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1']

/**
 * The report on a presentation that has a `proof` or came in a token.
 *
 * @param {Presented} presented
 * @param {readonly (JsonObject | null)[]} held
 *   The credentials in it, null for one that could not be read.
 * @param {{name: string, environment: Environment, fetched: Fetched[]}} options
 * @returns {Promise<Report>}
 *   The credentials, and whether it is the holder who hands them over now, are not checked.
 */
export async function reportOnPresentation(presented, held, {name, environment, fetched}) {
  const steps = new Steps()
  await steps.run('read', () => true)
  const facts = await judge(presented, held, steps, environment)
  const all = steps.all()
  const isPresentation = facts !== null
  return {
    file: name,
    part: 'proof',
    verdict: verdictFromSteps(all, {noStatus: false, isPresentation}),
    reasons: reasonsFromSteps(all, {noStatus: false, isPresentation}),
    steps: all,
    ...(facts === null ? {} : {presentation: facts}),
    status: null,
    checked_at: instantText(environment.at),
    fetched
  }
}

/**
 * Steps 2 to 13; what the signature says, once it held.
 *
 * @param {Presented} presented
 * @param {readonly (JsonObject | null)[]} held
 * @param {Steps} steps
 * @param {Environment} environment
 * @returns {Promise<PresentationFacts | null>}
 */
async function judge({presentation, token}, held, steps, environment) {
  // 2 shape
  const holder = await steps.run('shape', () => shapedHolder(presentation, token, environment))
  if (holder === null) return null
  // 3 context
  const canonical = await steps.run('context', () => canonicalOf(presentation, environment))
  if (canonical === null) return null
  // 4 proof
  const signers = await steps.run('proof', () => verifiedSignatures({presentation, token}, canonical, holder, environment))
  if (signers === null) return null
  // 6 key
  await steps.run('key', () => (signers.forEach((signer) => checkKey(signer, environment)), true))
  for (const id of /** @type {const} */ (['issuer', 'dates', 'status', 'definition', 'ledger', 'endorsements', 'related'])) {
    steps.skip(id)
  }
  // 11 recipient
  await steps.run('recipient', () => (checkHeld(holder, held), true))
  const question = token === null ? questionOfProof(presentation) : questionOfToken(token, environment)
  return {holder, ...question, keys: signers.map(({id}) => id)}
}

/**
 * @param {JsonObject} presentation
 * @returns {Pick<PresentationFacts, 'created' | 'challenge' | 'domain'>}
 */
function questionOfProof(presentation) {
  const [proof] = many(member(presentation, 'proof')).filter(isObject)
  return {
    created: text(member(proof, 'created')),
    challenge: text(member(proof, 'challenge')),
    domain: many(member(proof, 'domain')).filter((domain) => typeof domain === 'string')
  }
}

/**
 * @param {Token} token
 * @param {Environment} environment
 * @returns {Pick<PresentationFacts, 'created' | 'challenge' | 'domain'>}
 */
function questionOfToken(token, {more}) {
  return {
    created: more.saidByToken(token).created,
    challenge: text(member(token.claims, 'nonce')),
    domain: many(member(token.claims, 'aud')).filter((domain) => typeof domain === 'string')
  }
}

/**
 * Step 2: the holder's id; where none is stated, whom the token's claims name, or whose key the signature does.
 *
 * @param {JsonObject} presentation
 * @param {Token | null} token
 * @param {Environment} environment
 * @returns {string}
 */
function shapedHolder(presentation, token, {more}) {
  const said = token === null ? null : more.saidByToken(token)
  // 2.1
  const isProved = Object.hasOwn(presentation, 'proof')
  const stated = isProved ? (member(presentation, 'proof') ?? null) : []
  const proofs = Array.isArray(stated) ? stated : [stated]
  if ((isProved && proofs.length === 0) || !proofs.every(isObject)) throw failed('proof_malformed')
  // 2.2, 2.3
  const context = member(presentation, '@context')
  const contexts = typeof context === 'string' ? [context] : context
  if (!Array.isArray(contexts) || !contexts.every((entry) => typeof entry === 'string' || isObject(entry))) {
    throw failed('context_malformed')
  }
  if (!known.includes(String(contexts[0]))) throw unchecked('data_model_unknown')
  // 2.4, 2.5
  if (Object.hasOwn(presentation, 'id') && !isAddress(one(member(presentation, 'id')))) throw failed('id_malformed')
  const isStated = Object.hasOwn(presentation, 'holder')
  const claimed = said?.claimed ?? null
  if (!isStated && claimed === null) {
    const key = said === null ? text(member(proofs[0], 'verificationMethod')) : said.key
    return (key ?? '').split('#')[0]
  }
  const holder = isStated ? one(member(presentation, 'holder')) : claimed
  const named = isObject(holder) ? one(member(holder, 'id')) : holder
  if (typeof named !== 'string' || !isAddress(named)) throw failed('holder_malformed')
  return named
}

/**
 * Step 3; the bytes that a token signs need no canonical form, and so nothing in them need be told apart.
 *
 * @param {JsonObject} presentation
 * @param {Environment} environment
 * @returns {Promise<Uint8Array>}
 *   Empty where there is no proof.
 */
async function canonicalOf(presentation, environment) {
  if (Object.hasOwn(presentation, 'proof')) return canonicalPresentation(presentation, environment)
  await checkClosed(without(presentation, 'verifiableCredential'), environment)
  return new Uint8Array()
}

/**
 * Step 4: as of a credential, but that it is for handing over, and may name a question and whom it is for.
 *
 * @param {Presented} presented
 * @param {Uint8Array} canonical
 * @param {string} holder
 * @param {Environment} environment
 * @returns {Promise<Signer[]>}
 */
async function verifiedSignatures({presentation, token}, canonical, holder, environment) {
  for (const proof of many(member(presentation, 'proof'))) {
    if (!isObject(proof)) continue
    const isAsked = Object.hasOwn(proof, 'challenge')
    if (isAsked && text(member(proof, 'challenge')) === null) throw failed('proof_malformed')
    if (!many(member(proof, 'domain')).every((domain) => typeof domain === 'string')) throw failed('proof_malformed')
  }
  try {
    const outer = token === null ? null : await environment.more.verifyPresentingToken(presentation, token, holder, environment)
    const isProved = Object.hasOwn(presentation, 'proof')
    const inner = isProved ? await verifyProofs(presentation, canonical, holder, environment, 'authentication') : []
    if (outer?.isLater) throw failed(notYetSigned)
    return [...(outer === null ? [] : [outer.signer]), ...inner]
  } catch (error) {
    if (error instanceof CheckError && error.code === 'key_not_issuers') throw failed('key_not_holders')
    if (error instanceof CheckError && error.code === notYetSigned) throw failed('proof_created_future')
    throw error
  }
}

/**
 * Step 6: the key was the holder's to hand things over with.
 *
 * @param {Signer} signer
 * @param {Environment} environment
 */
function checkKey(signer, environment) {
  if (signer.inAuthentication !== true) throw failed('key_not_for_authentication')
  checkDays(signer, environment)
}

/**
 * Step 11: what is handed over was awarded to the holder.
 *
 * @param {string} holder
 * @param {readonly (JsonObject | null)[]} held
 */
function checkHeld(holder, held) {
  const named = held.map((credential) => {
    const subject = credential === null ? null : one(member(credential, 'credentialSubject'))
    return isObject(subject) ? text(member(subject, 'id')) : null
  })
  if (named.some((name) => name !== null && name !== holder)) throw failed('presenter_differs')
  if (named.length === 0 || named.includes(null)) throw unchecked('presenter_not_named')
}
