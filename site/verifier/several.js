/**
 * Files with several credentials in them: presentations and comprehensive learner records (VCDM 2.0, section 4.13; VCDM 1.1, section 4.10;
 * Comprehensive Learner Record 2.0). What holds credentials vouches for none of them: each has a report of its own, made as if it had been
 * the file; a learner record has one beside theirs, and so has a presentation with a proof of its own or in a token. Twin of
 * builder/testamur/verify/several.py.
 *
 * @import {Token} from './tokens.js'
 * @import {Environment, Fetched, JsonObject, JsonValue, Limits, More, OpenPdf, Report} from './types.js'
 */

import {jcs} from './canon.js'
import {CheckError, failed} from './errors.js'
import {parseJson} from './parse.js'
import {reportOnPresentation} from './presenting.js'
import {isBare, isRecord, subjectOf} from './shape.js'
import {stepIds} from './steps.js'
import {instantText, isObject, many, member, typesOf} from './values.js'

const tokenAddresses = ['data:application/vc+jwt,', 'data:application/jwt,']
const holding = 'verifiableCredential'

/**
 * @typedef {object} Presented
 *   A presentation, and the token that it came in, null where it stands by itself.
 * @property {JsonObject} presentation
 * @property {Token | null} token
 */

/**
 * @callback Check
 *   The report on one credential, and its value where step 1 passed.
 * @param {Uint8Array} bytes
 * @returns {Promise<{report: Report, document: JsonObject | null}>}
 */

/**
 * A report on each credential in a file; one without `part` for most files.
 *
 * @param {Uint8Array} file
 * @param {{name: string, at: number, limits: Limits, more: More, openPdf?: OpenPdf | null}} options
 * @param {{check: Check, begin: () => {environment: Environment, fetched: Fetched[]}}} rooms
 *   `begin` gives what a check of its own works with.
 * @returns {Promise<Report[]>}
 */
export async function several(file, {name, at, limits, more, openPdf}, {check, begin}) {
  let left = limits.max_contained_credentials
  /** @type {Report[]} */
  const reports = []
  /** @type {Map<string | undefined, JsonObject>} */
  const values = new Map()
  let held = /** @type {Presented | null} */ (null)
  /** @param {Error | unknown} error @param {string} part */
  const refuse = (error, part) => {
    if (!(error instanceof CheckError)) throw error
    reports.push({...unreadable(name, at, error.code), part})
  }

  /**
   * @param {Uint8Array} bytes
   * @param {string | null} part
   */
  async function add(bytes, part) {
    const {report, document} = await check(bytes)
    if (part === null && report.reasons[0] === 'not_a_credential') held = presented(bytes, limits, more, openPdf)
    if (part === null && held !== null) return addEach(member(held.presentation, holding) ?? null, holding)
    if (document !== null) values.set(part ?? undefined, document)
    reports.push(part === null ? report : {...report, part})
    if (document === null || !isRecord(document)) return undefined
    const path = `${part === null ? '' : `${part}.`}credentialSubject.${holding}`
    return addEach(member(subjectOf(document), holding), path)
  }

  /**
   * @param {JsonValue | undefined} inside
   * @param {string} path
   */
  async function addEach(inside, path) {
    const items = many(inside)
    left -= items.length
    if (items.length === 0) return refuse(failed('contained_none'), path)
    if (left < 0) return refuse(failed('contained_too_many'), path)
    for (const [number, item] of items.entries()) {
      const part = Array.isArray(inside) ? `${path}[${number}]` : path
      let bytes
      try {
        bytes = bytesOf(item)
      } catch (error) {
        refuse(error, part)
        continue
      }
      await add(bytes, part)
    }
  }

  await add(file, null)
  if (held === null || (held.token === null && !Object.hasOwn(held.presentation, 'proof'))) return reports
  const parts = reports.filter(({part}) => part !== undefined && !part.includes('.'))
  const inside = parts.map(({part}) => values.get(part) ?? null)
  return [await reportOnPresentation(held, inside, {name, ...begin()}), ...reports]
}

/**
 * The presentation that a file is, and the token around it, where there is one; null where it is none.
 *
 * @param {Uint8Array} bytes
 * @param {Limits} limits
 * @param {More} more
 * @param {OpenPdf | null} [openPdf]
 * @returns {Presented | null}
 */
function presented(bytes, limits, more, openPdf) {
  const content = isBare(bytes) ? bytes : more.opened(bytes, limits, openPdf)
  let value
  try {
    value = parseJson(content, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
  } catch (error) {
    if (error instanceof CheckError) return more.readPresentingToken(content, limits)
    throw error
  }
  return isObject(value) && typesOf(value).has('VerifiablePresentation') ? {presentation: value, token: null} : null
}

/**
 * A credential that stands in a document, as the bytes of a file; a token as its text.
 *
 * @param {JsonValue} item
 * @returns {Uint8Array}
 */
function bytesOf(item) {
  const encoder = new TextEncoder()
  if (typeof item === 'string') return encoder.encode(item)
  if (isObject(item) && typesOf(item).has('EnvelopedVerifiableCredential')) {
    const address = member(item, 'id')
    const kind = tokenAddresses.find((begin) => typeof address === 'string' && address.startsWith(begin))
    if (kind === undefined) throw failed('envelope_unknown')
    return encoder.encode(String(address).slice(kind.length))
  }
  return encoder.encode(jcs(item))
}

/**
 * The report on what can't be read at all, for a reason of step 1.
 *
 * @param {string} file
 * @param {number} at
 * @param {string} reason
 * @returns {Report}
 */
function unreadable(file, at, reason) {
  return {
    file,
    verdict: 'unreadable',
    reasons: [reason],
    steps: stepIds.map((id) =>
      id === 'read' ? {id, outcome: 'failed', reason} : {id, outcome: 'could_not_check', reason: 'not_reached'}
    ),
    status: null,
    checked_at: instantText(at),
    fetched: []
  }
}
