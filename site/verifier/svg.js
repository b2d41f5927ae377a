/**
 * A credential baked into an SVG image (SVG 2; XML 1.0; Open Badges 3.0, section 5.3.2). The image is read as XML and never drawn; document
 * types are refused before the parser sees them. Twin of builder/testamur/contain/svg.py.
 *
 * @import {Limits} from './types.js'
 */

import {SaxesParser} from 'saxes'
import {CheckError, failed} from './errors.js'

const namespace = 'https://purl.imsglobal.org/ob/v3p0'
const svgNamespace = 'http://www.w3.org/2000/svg'
const asides = [
  ['<!--', '-->'],
  ['<?', '?>']
]
const doctypeForm = /<!DOCTYPE[ \t\r\n]+svg[ \t\r\n[>]/y
const rootForm = /<(?:[A-Za-z_][A-Za-z0-9._-]*:)?svg[ \t\r\n/>]/y
const declarationForm = new RegExp(
  [
    /^<\?xml[ \t\r\n]+version=["']1\.0["'](?:[ \t\r\n]+encoding=["'][Uu][Tt][Ff]-8["'])?/,
    /(?:[ \t\r\n]+standalone=["'](?:yes|no)["'])?[ \t\r\n]*\?>/
  ]
    .map(({source}) => source)
    .join('')
)
const nameForm = /^[A-Za-z_][A-Za-z0-9._-]*(?::[A-Za-z_][A-Za-z0-9._-]*)?$/
/** Of a namespace; parsers differ on white space around it. */
const addressForm = /^[!-~]*$/

/**
 * Whether the first element, after what XML lets stand before it, is called `svg`.
 *
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
export const isSvg = (bytes) => beginning(bytes) !== null

/**
 * @param {Uint8Array} bytes
 * @returns {'doctype' | 'element' | null}
 */
function beginning(bytes) {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length && ' \t\r\n'.includes(String.fromCharCode(bytes[at]))) at += 1
  if (bytes[at] !== 0x3c) return null
  // One character a byte; only ASCII is looked for.
  const text = new TextDecoder('latin1').decode(bytes)
  for (;;) {
    while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1
    const aside = asides.find(([open]) => text.startsWith(open, at))
    if (aside === undefined) {
      rootForm.lastIndex = doctypeForm.lastIndex = at
      return rootForm.test(text) ? 'element' : doctypeForm.test(text) ? 'doctype' : null
    }
    const close = text.indexOf(aside[1], at + aside[0].length)
    if (close < 0) return null
    at = close + aside[1].length
  }
}

/**
 * The text of the one element that holds a credential, or the token of its `verify`, in UTF-8.
 *
 * @param {Uint8Array} bytes
 *   An image by `isSvg`.
 * @param {Limits} limits
 * @returns {Uint8Array}
 * @throws {CheckError}
 *   The first rule of docs/verification.md that does not hold.
 */
export function credentialInSvg(bytes, {max_svg_depth: maxDepth}) {
  if (beginning(bytes) === 'doctype') throw failed('svg_doctype')
  const text = textOf(bytes)
  if (text.startsWith('<?xml') && !declarationForm.test(text)) throw failed('svg_malformed')
  const found = elementsIn(text, maxDepth)
  if (found.length === 0) throw failed('svg_no_credential')
  if (found.length > 1) throw failed('container_ambiguous')
  const [{token, body}] = found
  const isEmpty = /^[ \t\r\n]*$/.test(body)
  if (token === null && isEmpty) throw failed('svg_no_credential')
  if (token !== null && !isEmpty) throw failed('container_ambiguous')
  return new TextEncoder().encode(token ?? body)
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    throw failed('svg_malformed')
  }
}

/**
 * The elements that hold a credential.
 *
 * @param {string} text
 * @param {number} maxDepth
 * @returns {{token: string | null, body: string}[]}
 */
function elementsIn(text, maxDepth) {
  const parser = new SaxesParser({xmlns: true})
  /** @type {{token: string | null, body: string}[]} */
  const found = []
  let depth = 0
  let isInside = false
  /** @param {string} more */
  const add = (more) => {
    const last = found.at(-1)
    if (isInside && last !== undefined) last.body += more
  }
  parser.on('error', () => {
    throw failed('svg_malformed')
  })
  parser.on('doctype', () => {
    throw failed('svg_doctype')
  })
  parser.on('processinginstruction', ({target}) => plain(target))
  parser.on('opentagstart', () => {
    depth += 1
    // What a prefix means is looked for from here up.
    if (depth > maxDepth) throw failed('svg_too_deep')
  })
  parser.on('opentag', ({name, uri, local, attributes}) => {
    plain(name)
    for (const {name: attribute, prefix, value} of Object.values(attributes)) {
      plain(attribute)
      if ((prefix === 'xmlns' || attribute === 'xmlns') && !addressForm.test(value)) throw failed('svg_malformed')
    }
    if (depth === 1 && (uri !== svgNamespace || local !== 'svg')) throw failed('svg_malformed')
    if (isInside) throw failed('svg_malformed')
    if (uri === namespace && local === 'credential') {
      isInside = true
      found.push({token: Object.hasOwn(attributes, 'verify') ? attributes.verify.value : null, body: ''})
    }
  })
  parser.on('closetag', () => {
    depth -= 1
    // A credential holds no element, so this is its own end or another's.
    isInside = false
  })
  parser.on('text', add)
  parser.on('cdata', add)
  try {
    parser.write(text).close()
  } catch (error) {
    throw error instanceof CheckError ? error : failed('svg_malformed')
  }
  return found
}

/**
 * Editions of XML differ in the letters of names; an image needs none but these.
 *
 * @param {string} name
 */
function plain(name) {
  if (!nameForm.test(name)) throw failed('svg_malformed')
}
