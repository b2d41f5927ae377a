/**
 * What the catalogue says, from the messages of one language (site/messages/).
 *
 * @import {FacetName, Index, State} from './types.js'
 */

import {fill} from '../verifier/words.js'

/**
 * @typedef {object} Messages
 *   The part `catalogue` of site/messages/<language>.json.
 * @property {Record<FacetName, string>} facets
 * @property {Record<'any' | 'value' | 'chosen' | 'remove' | 'clear' | 'all' | 'found' | 'first' | 'nothing' | 'results' | 'waysOut' | 'without' | 'asListed' | 'bestMatch' | 'more' | 'for' | 'validFor' | 'described' | 'comma', string>} say
 */

/**
 * How many are there: all of them, those that fit, or the first of those.
 *
 * @param {Messages} messages
 * @param {string} language
 * @param {{total: number, found?: number, shown?: number}} numbers
 * @returns {string}
 */
export function countInWords({say}, language, {total, found, shown}) {
  const format = new Intl.NumberFormat(language)
  const values = {total: format.format(total), found: format.format(found ?? total), shown: format.format(shown ?? 0)}
  if (found === undefined) return fill(say.all, values)
  if (found === 0) return say.nothing
  return fill(shown !== undefined && shown < found ? say.first : say.found, values)
}

/**
 * The words of a filter's value; the key itself where the index has no such value, so that what was asked for can be seen.
 *
 * @param {Index} index
 * @param {FacetName} name
 * @param {string} key
 * @returns {string}
 */
function valueInWords(index, name, key) {
  return index.facets[name].find(([one]) => one === key)?.[1] ?? key
}

/**
 * What a state asks for in one respect, as whoever asks knows it.
 *
 * @param {Index} index
 * @param {State} state
 * @param {FacetName | 'words'} condition
 * @returns {string}
 */
export function askedInWords(index, state, condition) {
  if (condition === 'words') return state.words.trim()
  return valueInWords(index, condition, state.filters[condition] ?? '')
}
