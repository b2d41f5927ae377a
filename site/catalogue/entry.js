/**
 * One definition of the index as the pages show it: the same marks as `entry_list` in templates/parts.html.
 *
 * @import {Index} from './types.js'
 * @import {Messages} from './words.js'
 */

import {sealPath} from './seal.js'

const silence = 'not-stated'

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
export function element(tag, attributes, ...content) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...content)
  return made
}

/**
 * @param {Index} index
 * @param {number} place
 * @param {URL} root
 *   The site's root.
 * @param {string} folder
 *   The way from there to the pages of this language.
 * @param {Messages} messages
 * @returns {HTMLElement}
 */
export function entry({facets, definitions}, place, root, folder, {say}) {
  const page = (/** @type {string} */ path) => new URL(`${folder}${path}`, root).href
  const slug = definitions.slug[place]
  const [type, typeWords] = facets.type[definitions.type[place][0]]
  const [issuer, issuerName, issuerTongue] = facets.issuer[definitions.issuer[place][0]]
  const by = element(
    'p',
    {class: 'by'},
    element('a', {href: page(`glossary/#${type}`)}, typeWords),
    ' · ',
    element('a', {href: page(`issuers/${issuer}/`), ...spokenIn(issuerTongue)}, issuerName)
  )
  const tongue = definitions.tongue[place]
  const spoken = spokenIn(tongue)
  if (tongue !== '') by.append(` · ${nameOf(tongue)}`)
  if (definitions.awarded[place] === 0) by.append(` · ${say.described}`)
  return element(
    'li',
    {},
    element('div', {class: 'thumb'}, drawing(sealPath(definitions.seal[place]))),
    element(
      'div',
      {class: 'what'},
      element('h3', {}, element('a', {href: page(`credentials/${slug}/`), ...spoken}, definitions.title[place])),
      by,
      element('p', {}, tongue === '' ? definitions.summary[place] : element('bdi', spoken, definitions.summary[place]))
    ),
    element(
      'dl',
      {class: 'brief'},
      fact(say.for, definitions.audience[place].map((value) => facets.audience[value]), say.comma),
      fact(say.validFor, definitions.expiry[place].map((value) => facets.expiry[value]), say.comma)
    )
  )
}

/**
 * Gives the first use of each type in a list the explanation that it has in the list that the page came with.
 *
 * @param {Element} list
 */
export function explain(list) {
  for (const link of list.querySelectorAll('a[href*="/glossary/#"]')) {
    const ask = `.ask[popovertarget="term-${link.getAttribute('href')?.split('#')[1]}"]`
    const known = document.querySelector(`#whole ${ask}`)
    if (known && !list.querySelector(ask)) link.after(' ', known.cloneNode(true))
  }
}

/**
 * @param {string} path
 * @returns {SVGElement}
 *   A seal, which only decorates.
 */
function drawing(path) {
  const [frame, line] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag))
  const attributes = {class: 'seal', width: '56', height: '56', viewBox: '-98 -98 196 196', 'aria-hidden': 'true'}
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
  line.setAttribute('d', path)
  frame.append(line)
  return frame
}

/**
 * @param {string | undefined} tongue
 * @returns {Record<string, string>}
 *   What marks words in another language than the page's.
 */
function spokenIn(tongue) {
  return tongue ? {lang: tongue, dir: 'auto'} : {}
}

/**
 * @param {string} tongue
 * @returns {string}
 *   What the page's language calls another.
 */
function nameOf(tongue) {
  return new Intl.DisplayNames([document.documentElement.lang], {type: 'language'}).of(tongue) ?? tongue
}

/**
 * @param {string} term
 * @param {[key: string, words: string, tongue?: string][]} values
 * @param {string} comma
 * @returns {HTMLElement}
 */
function fact(term, values, comma) {
  const manner = values.some(([key]) => key === silence) ? {class: 'ns'} : undefined
  const said = values.map(([, text, tongue]) => (tongue ? element('bdi', spokenIn(tongue), text) : text))
  const words = element('span', manner ?? {}, ...said.flatMap((one, place) => (place === 0 ? [one] : [comma, one])))
  return element('div', {}, element('dt', {}, term), element('dd', {}, words))
}
