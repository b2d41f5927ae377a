/**
 * Reading parsed values: a one-element array counts as its element everywhere, and an address or a date means one thing everywhere.
 * Instants are whole milliseconds since 1970 in UTC; a finer fraction is cut off. Twin of builder/testamur/verify/shape.py.
 *
 * @import {JsonObject, JsonValue} from './types.js'
 */

// White space as a fixed list: what `\s` means differs between languages and their versions.
export const space = '\\x00-\\x20\\x7f-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
const addressForm = new RegExp(`^[A-Za-z][A-Za-z0-9+.\\-]*:[^${space}]+$`)
const httpsForm = new RegExp(`^https://[^${space}/?#][^${space}]*$`)
const instantForm =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/

/**
 * Whether a value is a JSON object (not an array, not null).
 *
 * @param {JsonValue | undefined} value
 * @returns {value is JsonObject}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A member of an object that is its own; names such as `constructor` are not found by inheritance.
 *
 * @param {JsonObject} object
 * @param {string} name
 * @returns {JsonValue | undefined}
 */
export function member(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/**
 * The value itself, or the only element of an array of one; JSON-LD makes no difference between them.
 *
 * @param {JsonValue | undefined} value
 * @returns {JsonValue | undefined}
 */
export function one(value) {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

/**
 * The value as an array: an array as it is, nothing as the empty array, anything else as an array of one.
 *
 * @param {JsonValue | undefined} value
 * @returns {JsonValue[]}
 */
export function many(value) {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/**
 * The value where it is one text, else null.
 *
 * @param {JsonValue | undefined} value
 * @returns {string | null}
 */
export function text(value) {
  const single = one(value)
  return typeof single === 'string' ? single : null
}

/**
 * The words in an object's `type`; empty where the value is no object.
 *
 * @param {JsonValue | undefined} value
 * @returns {Set<string>}
 */
export function typesOf(value) {
  const words = isObject(value) ? many(member(value, 'type')) : []
  return new Set(words.filter((word) => typeof word === 'string'))
}

/**
 * Whether the value is an absolute address: a scheme, a colon, something after it, no white space.
 *
 * @param {JsonValue | undefined} value
 * @returns {value is string}
 */
export function isAddress(value) {
  return typeof value === 'string' && addressForm.test(value)
}

/**
 * Whether the value is an https address with a host, and without a fragment.
 *
 * @param {JsonValue | undefined} value
 * @returns {value is string}
 */
export function isHttpsAddress(value) {
  return typeof value === 'string' && httpsForm.test(value) && !value.includes('#')
}

/**
 * A dateTimeStamp (XML Schema 1.1 part 2, 3.4.28) in milliseconds since 1970; null for anything else. The year has four digits and
 * is not 0000, the hour ends at 23, the zone is `Z` or at most 14:00 away.
 *
 * @param {JsonValue | undefined} value
 * @returns {number | null}
 */
export function instantMs(value) {
  const match = typeof value === 'string' ? instantForm.exec(value) : null
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  const zoneHours = Number(match[9] ?? 0)
  const zoneMinutes = Number(match[10] ?? 0)
  if (zoneMinutes > 59 || zoneHours * 60 + zoneMinutes > 14 * 60) return null
  if (year === 0 || hour > 23 || minute > 59 || second > 59) return null
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  local.setUTCHours(hour, minute, second)
  // A day that the month does not have rolls over; then it was no real day.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null
  const zoneMs = (zoneHours * 60 + zoneMinutes) * 60_000 * (match[8] === '-' ? -1 : 1)
  return local.getTime() + Number(`${match[7] ?? ''}000`.slice(0, 3)) - zoneMs
}

/**
 * An instant in the form of reports, `YYYY-MM-DDThh:mm:ssZ`.
 *
 * @param {number} milliseconds
 * @returns {string}
 */
export function instantText(milliseconds) {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/**
 * Whether the value is a real calendar day, `YYYY-MM-DD`.
 *
 * @param {JsonValue | undefined} value
 * @returns {value is string}
 */
export function isDay(value) {
  return typeof value === 'string' && value.length === 10 && instantMs(`${value}T00:00:00Z`) !== null
}
