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

/** A file of a registry is not in the form of docs/formats.md. */
export class RegistryFormError extends Error {}

/**
 * @param {boolean} holds
 * @param {string} what
 * @returns {asserts holds}
 */
function demand(holds, what) {
  if (!holds) throw new RegistryFormError(what)
}

/**
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {JsonObject}
 */
function objectIn(value, what) {
  demand(isObject(value), what)
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {JsonValue[]}
 */
function arrayIn(value, what) {
  demand(Array.isArray(value), what)
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {string}
 */
function textIn(value, what) {
  demand(typeof value === 'string', what)
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {RegExp} form
 * @param {string} what
 * @returns {string}
 */
function formIn(value, form, what) {
  demand(typeof value === 'string' && form.test(value), what)
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {string}
 */
function httpsIn(value, what) {
  demand(isHttpsAddress(value, {fragment: false}), what)
  return value
}

/**
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {string}
 */
function dayIn(value, what) {
  demand(isDay(value), what)
  return value
}

/**
 * The day of a time in UTC; times of ours are written so, and the day is what stands before the T.
 *
 * @param {JsonValue | undefined} value
 * @param {string} what
 * @returns {string}
 */
function dayOfTime(value, what) {
  demand(typeof value === 'string' && instantMs(value) !== null && value.endsWith('Z'), what)
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
  demand(found.size === named.length, 'one name twice')
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
  const key = objectIn(value, 'key')
  const state = member(key, 'state')
  demand(state === 'current' || state === 'retired' || state === 'compromised', 'state')
  const until = member(key, 'until') ?? null
  /** @type {Map<string, Map<number, string>>} */
  const trusted = new Map()
  if (state === 'compromised') {
    const lists = objectIn(member(objectIn(member(key, 'compromised'), 'compromised'), 'trusted'), 'trusted')
    for (const [name, parts] of Object.entries(lists)) {
      const digests = Object.entries(objectIn(parts, 'trusted'))
      trusted.set(
        name,
        new Map(digests.map(([part, digest]) => [Number(formIn(part, indexForm, 'part')), formIn(digest, digestForm, 'digest')]))
      )
    }
  }
  return {
    id: textIn(member(key, 'id'), 'id'),
    state,
    fromDay: dayOfTime(member(key, 'from'), 'from'),
    untilDay: until === null ? null : dayOfTime(until, 'until'),
    trusted
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryList}
 */
function listFromJson(value) {
  const list = objectIn(value, 'list')
  const parts = arrayIn(member(list, 'parts'), 'parts')
  demand(parts.every(isPartNumber), 'part')
  const ledger = httpsIn(member(list, 'ledger'), 'ledger')
  demand(ledger.endsWith('/'), 'ledger')
  return {
    name: textIn(member(list, 'name'), 'name'),
    status: httpsIn(member(list, 'status'), 'status'),
    holds: httpsIn(member(list, 'holds'), 'holds'),
    ledger,
    parts: new Set(parts.filter(isPartNumber))
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryScope}
 */
function scopeFromJson(value) {
  const item = objectIn(value, 'scope')
  const until = member(item, 'until') ?? null
  return {
    definition: textIn(member(item, 'definition'), 'definition'),
    fromDay: dayIn(member(item, 'from'), 'from'),
    untilDay: until === null ? null : dayIn(until, 'until')
  }
}

/**
 * @param {JsonValue} value
 * @returns {RegistryIssuer}
 */
function issuerFromJson(value) {
  const issuer = objectIn(value, 'issuer')
  const keys = arrayIn(member(issuer, 'keys'), 'keys').map(keyFromJson)
  const lists = arrayIn(member(issuer, 'lists'), 'lists').map(listFromJson)
  return {
    id: textIn(member(issuer, 'id'), 'id'),
    name: textIn(member(issuer, 'name'), 'name'),
    scope: arrayIn(member(issuer, 'scope'), 'scope').map(scopeFromJson),
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
  const document = objectIn(value, 'registry')
  demand(member(document, 'type') === 'TestamurRegistry' && member(document, 'format') === 1, 'type')
  const baseUrl = httpsIn(member(document, 'baseUrl'), 'baseUrl')
  demand(baseUrl.endsWith('/'), 'baseUrl')
  const issuers = arrayIn(member(document, 'issuers'), 'issuers').map(issuerFromJson)
  /** @type {Map<string, string>} */
  const definitions = new Map()
  for (const one of arrayIn(member(document, 'definitions'), 'definitions')) {
    const definition = objectIn(one, 'definition')
    for (const version of arrayIn(member(definition, 'versions'), 'versions')) {
      definitions.set(textIn(member(objectIn(version, 'version'), 'id'), 'id'), textIn(member(definition, 'slug'), 'slug'))
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
  const document = objectIn(value, 'part')
  demand(member(document, 'list') === list && member(document, 'part') === part, 'another part')
  const rawEntries = objectIn(member(document, 'entries'), 'entries')
  /** @type {LedgerPart} */
  const found = {entries: new Map(), events: new Map(), rawEntries}
  for (const [index, raw] of Object.entries(rawEntries)) {
    const entry = objectIn(raw, 'entry')
    for (const name of ['definition', 'version']) textIn(member(entry, name), name)
    formIn(member(entry, 'versionDigest'), digestForm, 'versionDigest')
    found.entries.set(Number(formIn(index, indexForm, 'index')), {
      issued: dayIn(member(entry, 'issued'), 'issued'),
      key: textIn(member(entry, 'key'), 'key'),
      digest: formIn(member(entry, 'digest'), digestForm, 'digest')
    })
  }
  for (const [index, raw] of Object.entries(objectIn(member(document, 'withdrawals'), 'withdrawals'))) {
    const events = arrayIn(raw, 'events').map((one) => {
      const event = objectIn(one, 'event')
      return {day: dayIn(member(event, 'date'), 'date'), event: formIn(member(event, 'event'), eventForm, 'event')}
    })
    found.events.set(Number(formIn(index, indexForm, 'index')), events)
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
