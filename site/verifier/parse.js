/**
 * Strict JSON (RFC 8259, I-JSON): one reading of the bytes or a typed refusal. Twin of `canon.parse_json` in Python: the same codes in
 * the same order, which docs/verification.md fixes. Nesting is kept on a stack of our own, so that no input can exhaust the engine's.
 *
 * @import {JsonArray, JsonObject, JsonValue} from './types.js'
 */

import {failed} from './errors.js'

const numberForm = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const spaces = /[ \t\n\r]*/y
// The run of a string that needs no attention: no quote, escape or control character.
const plainRun = /[^"\\\u0000-\u001f]*/y
const hexForm = /[0-9a-fA-F]{4}/y
/** @type {ReadonlyMap<string, string>} */
const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t']
])
/** @type {readonly [string, JsonValue][]} */
const words = [
  ['true', true],
  ['false', false],
  ['null', null]
]

/**
 * The text of some bytes.
 *
 * @param {Uint8Array} bytes
 * @param {{maxBytes: number}} limits
 * @returns {string}
 * @throws {CheckError}
 *   `json_too_large`, or `json_not_utf8` (a leading byte-order mark is that too).
 */
export function decodeText(bytes, {maxBytes}) {
  if (bytes.length > maxBytes) throw failed('json_too_large')
  let text
  try {
    text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw failed('json_not_utf8')
  }
  if (text.startsWith('\ufeff')) throw failed('json_not_utf8')
  return text
}

/**
 * The value that bytes of JSON stand for.
 *
 * @param {Uint8Array} bytes
 * @param {{maxBytes: number, maxDepth: number}} limits
 *   `maxDepth` counts nested arrays and objects; a scalar has depth 0.
 * @returns {JsonValue}
 *   Objects keep every name they had as their own member, `__proto__` included.
 * @throws {CheckError}
 *   `json_too_large`, `json_not_utf8`, then the first of `json_syntax`, `json_duplicate_key`, `json_lone_surrogate`,
 *   `json_unsafe_number` and `json_too_deep` in reading order.
 */
export function parseJson(bytes, {maxBytes, maxDepth}) {
  return parseText(decodeText(bytes, {maxBytes}), {maxDepth})
}

/**
 * The value that JSON text stands for.
 *
 * @param {string} source
 * @param {{maxDepth: number}} limits
 * @returns {JsonValue}
 * @throws {CheckError}
 *   As `parseJson`, without size and encoding.
 */
export function parseText(source, {maxDepth}) {
  const reader = new Reader(source)
  /** @type {(JsonArray | JsonObject)[]} */
  const open = []
  /** @type {string[]} */
  const names = []
  /** @type {JsonValue} */
  let value
  for (;;) {
    // A value begins here.
    reader.space()
    const bracket = reader.peek()
    if (bracket === '{' || bracket === '[') {
      if (open.length === maxDepth) throw failed('json_too_deep')
      reader.skip()
      reader.space()
      value = bracket === '{' ? {} : []
      if (reader.peek() === (bracket === '{' ? '}' : ']')) {
        reader.skip()
      } else {
        open.push(value)
        names.push(bracket === '{' ? reader.name({}) : '')
        continue
      }
    } else {
      value = reader.scalar()
    }
    // A value has ended: put it into what is open, and close what ends here.
    for (;;) {
      reader.space()
      const parent = open.at(-1)
      if (parent === undefined) {
        if (!reader.atEnd()) throw failed('json_syntax')
        return value
      }
      if (Array.isArray(parent)) parent.push(value)
      else setMember(parent, names[names.length - 1], value)
      const next = reader.peek()
      reader.skip()
      if (next === ',') {
        if (!Array.isArray(parent)) {
          reader.space()
          names[names.length - 1] = reader.name(parent)
        }
        break
      }
      if (next !== (Array.isArray(parent) ? ']' : '}')) throw failed('json_syntax')
      open.pop()
      names.pop()
      value = parent
    }
  }
}

/**
 * @param {JsonObject} object
 * @param {string} name
 * @param {JsonValue} value
 */
function setMember(object, name, value) {
  // Plain assignment to `__proto__` would change what the object inherits instead.
  if (name === '__proto__') Object.defineProperty(object, name, {value, enumerable: true, configurable: true, writable: true})
  else object[name] = value
}

class Reader {
  /** @param {string} source */
  constructor(source) {
    this.source = source
    this.position = 0
  }

  space() {
    this.match(spaces)
  }

  /** @returns {string} */
  peek() {
    return this.source.charAt(this.position)
  }

  skip() {
    this.position += 1
  }

  /** @returns {boolean} */
  atEnd() {
    return this.position === this.source.length
  }

  /**
   * @param {RegExp} form
   *   A sticky expression.
   * @returns {RegExpExecArray | null}
   */
  match(form) {
    form.lastIndex = this.position
    const found = form.exec(this.source)
    if (found !== null) this.position = form.lastIndex
    return found
  }

  /**
   * A member's name and its colon.
   *
   * @param {JsonObject} object
   *   The object it is for.
   * @returns {string}
   */
  name(object) {
    if (this.peek() !== '"') throw failed('json_syntax')
    const name = this.string()
    if (Object.hasOwn(object, name)) throw failed('json_duplicate_key')
    this.space()
    if (this.peek() !== ':') throw failed('json_syntax')
    this.skip()
    return name
  }

  /** @returns {JsonValue} */
  scalar() {
    if (this.peek() === '"') return this.string()
    for (const [word, value] of words) {
      if (this.source.startsWith(word, this.position)) {
        this.position += word.length
        return value
      }
    }
    const found = this.match(numberForm)
    if (found === null) throw failed('json_syntax')
    const value = Number(found[0])
    const whole = found[1] === undefined && found[2] === undefined
    if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) throw failed('json_unsafe_number')
    return value
  }

  /** @returns {string} */
  string() {
    this.skip()
    let value = ''
    for (;;) {
      value += /** @type {RegExpExecArray} */ (this.match(plainRun))[0]
      const stop = this.peek()
      this.skip()
      if (stop === '"') break
      if (stop !== '\\') throw failed('json_syntax')
      const letter = this.peek()
      this.skip()
      if (letter === 'u') {
        const digits = this.match(hexForm)
        if (digits === null) throw failed('json_syntax')
        value += String.fromCharCode(parseInt(digits[0], 16))
      } else {
        const character = escapes.get(letter)
        if (character === undefined) throw failed('json_syntax')
        value += character
      }
    }
    if (loneSurrogate.test(value)) throw failed('json_lone_surrogate')
    return value
  }
}

const loneSurrogate = /\p{Surrogate}/u
