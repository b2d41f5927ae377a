/**
 * Steps 1 and 4 for a credential inside a compact JWS (Open Badges 3.0, section 8.2; VC-JOSE-COSE 1.0; VCDM 1.1, section 6.3.1): what a
 * token claims and what its credential says are kept apart, then held against each other. A `kid` only says which of the issuer's keys is
 * meant; it can't lead to anybody else's. Twin of reading.py and tokens.py in builder/testamur/verify/.
 *
 * @import {CompactJws} from './jws.js'
 * @import {PublicKey} from './keys.js'
 * @import {Environment, JsonObject, JsonValue, Limits, More, Signer} from './types.js'
 */

import {didWebPlace, methodFromDocument, readAnswer, readDidDocument, splitDidUrl} from './did.js'
import {CheckError, failed, unchecked} from './errors.js'
import {checkIssuerAddress, methodAt} from './identities.js'
import {algorithmOf, algorithms, keyFromJwk, parseCompact, verifyCompact} from './jws.js'
import {parseJson} from './parse.js'
import {notYetSigned, verifyProofs} from './proof.js'
import {subjectOf} from './shape.js'
import {instantMs, instantText, isHttpsAddress, isObject, many, member, one, typesOf} from './values.js'

/** RFC 7519, 4.1; RFC 7800; and the one that binds a token to a question somebody asked. */
const claimNames = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'cnf', 'nonce']
const credentialsOwn = ['@context', 'type', 'credentialSubject']
const contextOfOld = 'https://www.w3.org/2018/credentials/v1'
const lastSecond = 253_402_300_799 // of the year 9999
const otherMethod = /^did:(?!(?:web|key):)[a-z0-9]+:./
const far = 10 ** 12 // seconds
const typeForm = /^(?:application\/)?(jwt|vc\+jwt)$/i
// Plain segments that don't begin with a dot, so that nothing is decoded and nothing climbs.
const belowForm = /^(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/

/**
 * @typedef {object} Token
 *   The token around a credential or a presentation: its parts, what it claims, whether what it secures stood in a claim, `vc` or `vp`, and
 *   whether there is this claim beside a credential or a presentation of its own.
 * @property {CompactJws} jws
 * @property {JsonObject} claims
 * @property {boolean} isInClaim
 * @property {boolean} isDoubled
 */

/**
 * Step 1: the credential that a token holds, without its claims, and the token.
 *
 * @param {string} text
 *   What looks like a compact JWS.
 * @param {Limits} limits
 * @returns {{document: JsonObject, token: Token}}
 *   What the header says, the signature, and whether claims and credential agree, is not asked here.
 * @throws {CheckError}
 *   The first rule of step 1 that does not hold.
 */
export function readToken(text, limits) {
  const {value, token} = secured(text, 'vc', credentialsOwn, limits)
  const document = token.isInClaim ? completed(value, token.claims) : value
  if (!typesOf(document).has('VerifiableCredential')) throw failed('not_a_credential')
  return {document, token}
}

/**
 * What a token secures, the object in a claim or else the payload without its claims, and the token.
 *
 * @param {string} text
 *   What looks like a compact JWS.
 * @param {'vc' | 'vp'} claim
 * @param {readonly string[]} ownMembers
 *   None of these may stand beside the claim.
 * @param {Limits} limits
 * @returns {{value: JsonObject, token: Token}}
 *   What the header says, the signature, and what kind of thing it secures, is not asked here.
 * @throws {CheckError}
 *   The codes of `parseCompact` and `parseJson`; `not_a_credential` for another payload than an object.
 */
export function secured(text, claim, ownMembers, limits) {
  const jws = parseCompact(text, limits)
  const payload = parseJson(jws.payload, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
  if (!isObject(payload)) throw failed('not_a_credential')
  /** @type {JsonObject} */
  const claims = {}
  const own = {...payload}
  for (const name of claimNames) {
    if (Object.hasOwn(own, name)) claims[name] = own[name]
    delete own[name]
  }
  delete own[claim]
  const inner = member(payload, claim)
  const isInClaim = isObject(inner)
  const isDoubled = Object.hasOwn(payload, claim) && ownMembers.some((name) => Object.hasOwn(own, name))
  return {value: isInClaim ? inner : own, token: {jws, claims, isInClaim, isDoubled}}
}

/**
 * The credential of a `vc` claim with what only the claims around it say (VCDM 1.1, section 6.3.1, JWT decoding).
 *
 * @param {JsonObject} credential
 * @param {JsonObject} claims
 * @returns {JsonObject}
 */
function completed(credential, claims) {
  const isOld = many(member(credential, '@context'))[0] === contextOfOld
  const [from, until] = isOld ? ['issuanceDate', 'expirationDate'] : ['validFrom', 'validUntil']
  /** @type {[string, JsonValue][]} */
  const stated = [
    ['id', claims.jti ?? null],
    ['issuer', claims.iss ?? null],
    [from, dateText(claims.nbf)],
    [until, dateText(claims.exp)]
  ]
  const whole = {...credential}
  for (const [name, value] of stated) if (value !== null && !Object.hasOwn(whole, name)) whole[name] = value
  const subject = one(member(whole, 'credentialSubject'))
  if (isObject(subject) && !Object.hasOwn(subject, 'id') && (claims.sub ?? null) !== null) {
    whole.credentialSubject = {...subject, id: claims.sub}
  }
  return whole
}

/**
 * A NumericDate (RFC 7519, section 2) of whole seconds as a dateTimeStamp, null for anything else.
 *
 * @param {JsonValue | undefined} seconds
 */
export function dateText(seconds) {
  const isSecond = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= lastSecond
  return isSecond ? instantText(seconds * 1000) : null
}

/**
 * Step 4 for a token: the issuer's key signed it, and what it claims is what its credential says; proofs inside it must hold as well.
 *
 * @param {JsonObject} document
 *   Must have passed steps 2 and 3.
 * @param {Token} token
 * @param {Uint8Array} canonical
 *   The document's canonical form, made in step 3.
 * @param {string} issuer
 *   The issuer's id in it.
 * @param {Environment} environment
 * @returns {Promise<Signer[]>}
 *   The token's first. Whether the keys may sign for the issuer is step 6.
 * @throws {CheckError}
 *   The first rule that does not hold.
 */
export async function verifyToken(document, token, canonical, issuer, environment) {
  const {signer, isLater} = await tokenSigner(document, token, issuer, environment)
  const inner = Object.hasOwn(document, 'proof') ? await verifyProofs(document, canonical, issuer, environment) : []
  // 4.14
  if (isLater) throw failed(notYetSigned)
  return [signer, ...inner]
}

/**
 * @param {JsonObject} document
 * @param {Token} token
 * @param {string} issuer
 * @param {Environment} environment
 * @returns {Promise<{signer: Signer, isLater: boolean}>}
 *   And whether its claims say that it was signed later than at the moment.
 */
async function tokenSigner(document, token, issuer, environment) {
  // 4.1 its profile
  const isVcJwt = profileOf(token, typeForm) === 'vc+jwt'
  // 4.2 its algorithm
  const kind = keyKindOf(token)
  // 4.3 one credential
  if (token.isDoubled || (isVcJwt && token.isInClaim)) throw failed('jwt_vc_claim')
  // 4.4 to 4.6 its claims
  const isLater = checkClaims(document, token, issuer, environment, {isVcJwt})
  // 4.7 to 4.13 the key and the signature
  return {signer: await signerOf(token, issuer, kind, environment), isLater}
}

/**
 * 4.1: the profile that a token's header names, in small letters.
 *
 * @param {Token} token
 * @param {RegExp} form
 *   Matches those that are known.
 * @returns {string}
 * @throws {CheckError}
 */
export function profileOf({jws: {header}}, form) {
  const typ = Object.hasOwn(header, 'typ') ? header.typ : 'JWT'
  if (typeof typ !== 'string') throw failed('jwt_header_malformed')
  const match = form.exec(typ)
  if (match === null) throw unchecked('jwt_type_unknown')
  return match[1].toLowerCase()
}

/**
 * 4.2: the kind of key that a token's algorithm takes.
 *
 * @param {Token} token
 * @returns {PublicKey['kind']}
 * @throws {CheckError}
 */
export function keyKindOf({jws}) {
  return algorithms.get(algorithmOf(jws)) ?? 'Ed25519'
}

/**
 * 4.7 to 4.13: the key of an issuer that signed a token, once its signature holds.
 *
 * @param {Token} token
 * @param {string} issuer
 *   Of a presentation its holder.
 * @param {PublicKey['kind']} kind
 *   From `keyKindOf`.
 * @param {Environment} environment
 * @param {'inAssertionMethod' | 'inAuthentication'} [purpose]
 *   Which of several keys is meant where none is named; whether the key might sign is not asked here.
 * @returns {Promise<Signer>}
 * @throws {CheckError}
 */
export async function signerOf({jws}, issuer, kind, environment, purpose = 'inAssertionMethod') {
  const isNamed = Object.hasOwn(jws.header, 'kid')
  const signer = await (isNamed
    ? namedSigner(jws.header.kid, issuer, environment)
    : onlySigner(issuer, kind, environment, purpose))
  for (const date of [signer.revoked, signer.expires]) {
    if (date !== null && instantMs(date) === null) throw failed('did_document_malformed')
  }
  await verifyCompact(jws, signer.key)
  return signer
}

/**
 * 4.4: the claims that are asked of are texts and numbers.
 *
 * @param {JsonObject} claims
 * @throws {CheckError}
 */
export function checkClaimForms(claims) {
  const has = (/** @type {string} */ name) => Object.hasOwn(claims, name)
  if (['iss', 'sub', 'jti'].some((name) => has(name) && typeof claims[name] !== 'string')) throw failed('jwt_claim_malformed')
  if (['nbf', 'exp', 'iat'].some((name) => has(name) && typeof claims[name] !== 'number')) throw failed('jwt_claim_malformed')
}

/**
 * @param {JsonObject} document
 * @param {Token} token
 * @param {string} issuer
 * @param {Environment} environment
 * @param {{isVcJwt: boolean}} profile
 */
function checkClaims(document, {claims, jws}, issuer, {at, limits}, {isVcJwt}) {
  const skew = limits.clock_skew_s * 1000
  const has = (/** @type {string} */ name) => Object.hasOwn(claims, name)
  // 4.4
  checkClaimForms(claims)
  // A token for another audience, or that answers a question, proves nothing to whoever is handed it.
  if (has('aud') || has('nonce')) throw failed('jwt_claim_refused')
  // 4.5
  const named = Object.hasOwn(jws.header, 'iss') ? jws.header.iss : issuer
  if ((has('iss') && claims.iss !== issuer) || named !== issuer) throw failed('jwt_issuer_differs')
  if (has('jti') && claims.jti !== one(member(document, 'id'))) throw failed('jwt_id_differs')
  if (has('sub') && claims.sub !== one(member(subjectOf(document), 'id'))) throw failed('jwt_subject_differs')
  const isSaid = (/** @type {string} */ claim, /** @type {string[]} */ names) => {
    const name = names.find((known) => Object.hasOwn(document, known))
    const instant = name === undefined ? null : instantMs(one(member(document, name)))
    return instant !== null && Math.floor(instant / 1000) === Math.floor(Number(claims[claim]))
  }
  // VC-JOSE-COSE 1.0, 3.1.3: in its profile these claims may speak of the signature alone.
  let isLater = false
  if (has('nbf') && !isSaid('nbf', ['issuanceDate', 'validFrom'])) {
    if (!isVcJwt) throw failed('jwt_from_differs')
    isLater = milliseconds(claims.nbf) > at + skew
  }
  if (has('exp') && !isSaid('exp', ['expirationDate', 'validUntil'])) {
    if (!isVcJwt) throw failed('jwt_until_differs')
    if (milliseconds(claims.exp) < at - skew) throw failed('proof_expired')
  }
  // 4.6
  return isLater || (has('iat') && milliseconds(claims.iat) > at + skew)
}

/**
 * Far beyond any date a number may be too large to be multiplied.
 *
 * @param {JsonValue} seconds
 */
export function milliseconds(seconds) {
  return Math.floor(Math.max(-far, Math.min(Number(seconds), far)) * 1000)
}

/**
 * @param {JsonValue} kid
 * @param {string} issuer
 * @param {Environment} environment
 * @returns {Promise<Signer>}
 */
async function namedSigner(kid, issuer, environment) {
  if (typeof kid !== 'string') throw failed('jwt_header_malformed')
  const named = splitDidUrl(kid)
  if (named !== null) {
    if (named.did !== issuer) throw failed('key_not_issuers')
    return methodFromDocument(await readDidDocument(named, environment), issuer, kid, withRsa(environment))
  }
  if (issuer.startsWith('https://') && kid.startsWith(`${issuer}#`)) return methodAt(issuer, kid, environment, withRsa(environment))
  if (kid.startsWith('https://')) return signerAt(kid, issuer, environment)
  throw unchecked('jwt_key_unnamed')
}

/**
 * The rooms beside the first, which here read a JWK of every kind.
 *
 * @param {Environment} environment
 * @returns {More}
 */
function withRsa({more}) {
  // On top and not beside them, since to look at each would be to need it.
  return Object.create(more, {publicKeyFromJwk: {value: keyFromJwk}})
}

/**
 * The one key of the issuer's DID document that the algorithm fits.
 *
 * @param {string} issuer
 * @param {PublicKey['kind']} kind
 * @param {Environment} environment
 * @param {'inAssertionMethod' | 'inAuthentication'} purpose
 * @returns {Promise<Signer>}
 */
async function onlySigner(issuer, kind, environment, purpose) {
  let fitting = (await methodsOf(issuer, environment)).filter(({key}) => key.kind === kind)
  if (fitting.length > 1) fitting = fitting.filter((signer) => signer[purpose])
  if (fitting.length !== 1) throw unchecked('jwt_key_unnamed')
  return fitting[0]
}

/**
 * The key behind an https address below the issuer's own; an issuer with a DID document must list it there too.
 *
 * @param {string} kid
 * @param {string} issuer
 * @param {Environment} environment
 * @returns {Promise<Signer>}
 */
async function signerAt(kid, issuer, environment) {
  const site = siteOf(issuer)
  if (site === null || !kid.startsWith(site) || !belowForm.test(kid.slice(site.length))) throw failed('key_not_issuers')
  const bytes = await environment.read(kid)
  if (bytes === null) throw unchecked('issuer_unreachable')
  const key = keyFromBytes(bytes, environment.limits)
  if (!issuer.startsWith('did:')) return {id: kid, key, revoked: null, expires: null, inAssertionMethod: true, inAuthentication: true}
  const found = (await methodsOf(issuer, environment)).find((method) => isSameKey(method.key, key))
  if (found === undefined) throw failed('key_not_found')
  return found
}

/**
 * @param {PublicKey} left
 * @param {PublicKey} right
 */
function isSameKey(left, right) {
  if (left.kind === 'RSA' && right.kind === 'RSA') return left.n === right.n && left.e === right.e
  // A Multikey says its kind, and an RSA key has none.
  return left.multibase === right.multibase
}

/**
 * The address that all of an issuer's own files lie below, null where it has none.
 *
 * @param {string} issuer
 * @returns {string | null}
 */
function siteOf(issuer) {
  if (issuer.startsWith('did:web:')) {
    const place = didWebPlace(issuer)
    if (place === null) throw failed('did_malformed')
    return place.address.replace(/(?:\.well-known\/)?did\.json$/, '')
  }
  if (!isHttpsAddress(issuer) || issuer.includes('?')) return null
  checkIssuerAddress(issuer)
  return issuer.endsWith('/') ? issuer : `${issuer}/`
}

/**
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @returns {PublicKey}
 */
function keyFromBytes(bytes, limits) {
  const value = readAnswer(bytes, limits, 'key_malformed')
  if (!isObject(value)) throw failed('key_malformed')
  return keyFromJwk(value)
}

/**
 * Every method of an issuer's DID document that can be read.
 *
 * @param {string} issuer
 * @param {Environment} environment
 * @returns {Promise<Signer[]>}
 */
async function methodsOf(issuer, environment) {
  if (!issuer.startsWith('did:')) throw unchecked('issuer_method_unknown')
  const named = splitDidUrl(`${issuer}#key`)
  if (named === null) throw otherMethod.test(issuer) ? unchecked('issuer_method_unknown') : failed('did_malformed')
  const document = await readDidDocument(named, environment)
  const id = member(document, 'id')
  if (typeof id !== 'string') throw failed('did_document_malformed')
  if (id !== issuer) throw failed('did_id_differs')
  const listed = member(document, 'verificationMethod')
  const methods = Array.isArray(listed) ? listed : [listed]
  const ids = methods.flatMap((method) => (isObject(method) ? [member(method, 'id')] : []))
  const own = new Set(ids.filter((name) => typeof name === 'string').filter((name) => name.startsWith(`${issuer}#`)))
  return [...own].flatMap((name) => {
    try {
      return [methodFromDocument(document, issuer, name, withRsa(environment))]
    } catch (error) {
      if (error instanceof CheckError) return []
      throw error
    }
  })
}
