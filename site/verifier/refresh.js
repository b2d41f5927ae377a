/**
 * A newer version of a credential, asked for once and only on request (VCDM 2.0, section 5.4; 1EdTech Refresh Service 1.0). What comes back
 * is one more credential, so the whole list is asked of it. Twin of builder/testamur/verify/refreshing.py.
 *
 * @import {Environment, JsonObject, Report} from './types.js'
 */

import {jcs} from './canon.js'
import {CheckError, unchecked} from './errors.js'
import {newerAt, refreshService} from './further.js'
import {httpsHost, isOnHostOf} from './hosts.js'
import {beginningOf, endOf, issuerId, subjectOf} from './shape.js'
import {instantMs, many, member, one} from './values.js'

/**
 * @typedef {object} Judged
 *   A credential that went through the list: the report, and the credential itself where its proof held.
 * @property {Report} report
 * @property {JsonObject | null} proved
 */

/**
 * The report on the newest version of a credential.
 *
 * @param {Judged} first
 *   What the list said of the file.
 * @param {readonly string[]} agreed
 *   The hosts, beside the issuer's own, that the person agreed to asking.
 * @param {Environment} environment
 * @param {(bytes: Uint8Array) => Promise<Judged>} judge
 *   Asks the list of a file, in the same environment.
 * @returns {Promise<Report>}
 *   Where the answer can't take the place of the first, the first's with a reason more, and at most a caution. The answer's own refresh
 *   service is not followed.
 */
export async function refreshed(first, agreed, environment, judge) {
  const {report, proved: old} = first
  if (old === null || !Object.hasOwn(old, 'refreshService')) return report
  /** @type {string | null} */
  let address = null
  try {
    address = serviceAddress(old, agreed)
    const bytes = await environment.read(address)
    if (bytes === null) throw unchecked('refresh_unreachable')
    const newer = await judge(bytes)
    checkSame(old, newer)
    const replaced = {
      verdict: report.verdict,
      reasons: report.reasons,
      valid_from: beginningOf(old),
      valid_until: endOf(old)
    }
    return {...newer.report, refresh: {address, reason: null, replaced}}
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    return {
      ...report,
      verdict: report.verdict === 'valid' ? 'caution' : report.verdict,
      reasons: [...report.reasons, error.code],
      refresh: {address, reason: error.code, replaced: null}
    }
  }
}

/**
 * @param {JsonObject} document
 * @param {readonly string[]} agreed
 * @returns {string}
 */
function serviceAddress(document, agreed) {
  if (refreshService(document) === undefined) throw unchecked('refresh_type_unknown')
  const address = newerAt(document)
  if (address === null) throw unchecked('refresh_address_malformed')
  if (!isOnHostOf(address, issuerId(document)) && !agreed.includes(httpsHost(address) ?? '')) throw unchecked('refresh_host')
  return address
}

/**
 * @param {JsonObject} old
 * @param {Judged} newer
 */
function checkSame(old, {report, proved: found}) {
  if (found === null || report.verdict === 'altered') throw unchecked('refresh_not_genuine')
  const named = one(member(old, 'id'))
  if (named === undefined || one(member(found, 'id')) !== named) throw unchecked('refresh_id_differs')
  if (issuerId(found) !== issuerId(old)) throw unchecked('refresh_issuer_differs')
  const mark = subjectMark(old)
  if (mark === null || subjectMark(found) !== mark) throw unchecked('refresh_subject_differs')
  const [began, begins] = [old, found].map((document) => instantMs(beginningOf(document)))
  if (began !== null && (begins === null || begins < began)) throw unchecked('refresh_older')
}

/**
 * Whom a credential is about: its subject's id, else its identifiers; null where it names nobody.
 *
 * @param {JsonObject} document
 * @returns {string | null}
 */
function subjectMark(document) {
  const subject = subjectOf(document)
  const name = ['id', 'identifier'].find((each) => Object.hasOwn(subject, each))
  return name === undefined ? null : jcs([name, many(subject[name])])
}
