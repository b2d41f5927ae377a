/**
 * What a built site says of itself, as far as a verifier needs it: `registry.json` and the ledger's parts (docs/formats.md), and which
 * addresses a site answers. A file that lacks a part or has it in another form is malformed as a whole; unknown members are ignored.
 * Twin of builder/testamur/verify/registry.py.
 *
 * @import {JsonObject, JsonValue, LedgerPart, Registry, RegistryIssuer, RegistryKey, RegistryList, RegistryScope} from './types.js'
 */

import {instantMs, isDay, isHttpsAddress, isObject, member} from './values.js'

/** How many indices stand in one part of a ledger. */
export const partSize = 1024

/** An index in decimal digits, at most nine, without a leading zero. */
export const indexForm = /^(?:0|[1-9][0-9]{0,8})$/
const eventForm = /^(?:revoke|suspend|reinstate)$/
const digestForm = /^[0-9a-f]{64}$/
const plainSegment = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/

/** A file of a registry is not in the form of docs/formats.md. Where is not said: nobody who checks a credential could mend it. */
export class RegistryFormError extends Error {}

/**
 * @param {boolean} holds
 * @returns {asserts holds}
 */
function demand(holds) {
  if (!holds) throw new RegistryFormError()
}

/**
 * @param {JsonValue | undefined} value
 * @returns {JsonObject}
 */
function objectIn(value) {
  demand(isObject(value))
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
function arrayIn(value) {
  demand(Array.isArray(value))
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @returns {string}
 */
function textIn(value) {
  demand(typeof value === 'string')
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {RegExp} form
 * @returns {string}
 */
function formIn(value, form) {
  demand(typeof value === 'string' && form.test(value))
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @returns {string}
 */
function httpsIn(value) {
  demand(isHttpsAddress(value))
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @returns {string}
 */
function dayIn(value) {
  demand(isDay(value))
  return value
}

/**
 * The day of a time in UTC; times of ours are written so, and the day is what stands before the T.
 *
 * @param {JsonValue | undefined} value
 * @returns {string}
 */
function dayOfTime(value) {
  demand(typeof value === 'string' && instantMs(value) !== null && value.endsWith('Z'))
  return value.slice(0, 10)
}

/**
 * What is named, by its name, which no two may have.
 *
 * @template T
 * @param {[string, T][]} named
 * @returns {Map<string, T>}
 */
function byName(named) {
  const found = new Map(named)
  demand(found.size === named.length)
  return found
}

/**
 * @param {JsonValue | undefined} value
 * @returns {value is number}
 */
function isPartNumber(value) {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/**
 * @param {JsonValue} value
 * @returns {RegistryKey}
 */
function keyFromJson(value) {
  const key = objectIn(value)
  const state = member(key, 'state')
  demand(state === 'current' || state === 'retired' || state === 'compromised')
  const until = member(key, 'until') ?? null
  /** @type {Map<string, Map<number, string>>} */
  const trusted = new Map()
  if (state === 'compromised') {
    const lists = objectIn(member(objectIn(member(key, 'compromised')), 'trusted'))
    for (const [name, parts] of Object.entries(lists)) {
      const digests = Object.entries(objectIn(parts))
      trusted.set(
        name,
        new Map(digests.map(([part, digest]) => [Number(formIn(part, indexForm)), formIn(digest, digestForm)]))
      )
    }
  }
  return {
    id: textIn(member(key, 'id')),
    state,
    fromDay: dayOfTime(member(key, 'from')),
    untilDay: until === null ? null : dayOfTime(until),
    trusted
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryList}
 */
function listFromJson(value) {
  const list = objectIn(value)
  const parts = arrayIn(member(list, 'parts'))
  demand(parts.every(isPartNumber))
  const ledger = httpsIn(member(list, 'ledger'))
  demand(ledger.endsWith('/'))
  return {
    name: textIn(member(list, 'name')),
    status: httpsIn(member(list, 'status')),
    holds: httpsIn(member(list, 'holds')),
    ledger,
    parts: new Set(parts.filter(isPartNumber))
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryScope}
 */
function scopeFromJson(value) {
  const item = objectIn(value)
  const until = member(item, 'until') ?? null
  return {
    definition: textIn(member(item, 'definition')),
    fromDay: dayIn(member(item, 'from')),
    untilDay: until === null ? null : dayIn(until)
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryIssuer}
 */
function issuerFromJson(value) {
  const issuer = objectIn(value)
  const keys = arrayIn(member(issuer, 'keys')).map(keyFromJson)
  const lists = arrayIn(member(issuer, 'lists')).map(listFromJson)
  return {
    id: textIn(member(issuer, 'id')),
    name: textIn(member(issuer, 'name')),
    scope: arrayIn(member(issuer, 'scope')).map(scopeFromJson),
    keys: byName(keys.map((key) => [key.id, key])),
    lists: byName(lists.map((list) => [list.status, list]))
  }
}

/**
 * The registry that a parsed `registry.json` describes.
 *
 * @param {JsonValue} value
 * @returns {Registry}
 *   Whether keys are keys, and whether what it points to exists, is not checked.
 * @throws {RegistryFormError}
 *   Unless it has `type` TestamurRegistry, `format` 1 and every member that verification needs.
 */
export function registryFromJson(value) {
  const document = objectIn(value)
  demand(member(document, 'type') === 'TestamurRegistry' && member(document, 'format') === 1)
  const baseUrl = httpsIn(member(document, 'baseUrl'))
  demand(baseUrl.endsWith('/'))
  const issuers = arrayIn(member(document, 'issuers')).map(issuerFromJson)
  /** @type {Map<string, string>} */
  const definitions = new Map()
  for (const one of arrayIn(member(document, 'definitions'))) {
    const definition = objectIn(one)
    for (const version of arrayIn(member(definition, 'versions'))) {
      definitions.set(textIn(member(objectIn(version), 'id')), textIn(member(definition, 'slug')))
    }
  }
  return {baseUrl, issuers: byName(issuers.map((issuer) => [issuer.id, issuer])), definitions}
}

/**
 * The ledger part that a parsed file describes.
 *
 * @param {JsonValue} value
 * @param {{list: string, part: number}} wanted
 * @returns {LedgerPart}
 * @throws {RegistryFormError}
 *   Unless it is this part of this list.
 */
export function ledgerPartFromJson(value, {list, part}) {
  const document = objectIn(value)
  demand(member(document, 'list') === list && member(document, 'part') === part)
  const rawEntries = objectIn(member(document, 'entries'))
  /** @type {LedgerPart} */
  const found = {entries: new Map(), events: new Map(), rawEntries}
  for (const [index, raw] of Object.entries(rawEntries)) {
    const entry = objectIn(raw)
    for (const name of ['definition', 'version']) textIn(member(entry, name))
    formIn(member(entry, 'versionDigest'), digestForm)
    found.entries.set(Number(formIn(index, indexForm)), {
      issued: dayIn(member(entry, 'issued')),
      key: textIn(member(entry, 'key')),
      digest: formIn(member(entry, 'digest'), digestForm)
    })
  }
  for (const [index, raw] of Object.entries(objectIn(member(document, 'withdrawals')))) {
    const events = arrayIn(raw).map((one) => {
      const event = objectIn(one)
      return {day: dayIn(member(event, 'date')), event: formIn(member(event, 'event'), eventForm)}
    })
    found.events.set(Number(formIn(index, indexForm)), events)
  }
  return found
}

/**
 * The path of an address below a base URL, where it is plain: no segment is empty, hidden, `..` or needs decoding.
 *
 * @param {string} baseUrl
 * @param {string} address
 * @returns {{inside: boolean, path: string | null}}
 *   `path` is null for an address elsewhere, one that is not plain, and one that ends in `/`, which names a page.
 */
export function pathUnder(baseUrl, address) {
  if (!address.startsWith(baseUrl)) return {inside: false, path: null}
  const path = address.slice(baseUrl.length)
  return {inside: true, path: path.split('/').every((one) => plainSegment.test(one)) ? path : null}
}
