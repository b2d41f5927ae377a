/**
 * What fits, how well, and how many would fit otherwise. One pass over the definitions for each question, nothing kept between two.
 *
 * @import {FacetName, Index, Order, Result, State, Way} from './types.js'
 */

import {fold} from './fold.js'
import {facetNames} from './state.js'

/**
 * @typedef {object} Prepared
 *   An index with its texts folded once. Each begins and ends with a space, so that ` wo` finds the beginning of a word.
 * @property {Index} index
 * @property {number} count
 * @property {string[]} titles
 * @property {string[]} texts
 */

const exactWord = 3
const beginning = 2
const inText = 1
/** More than any number of words in the text can reach: what has all words in its title comes first. */
const allInTitle = 1000

/**
 * @param {Index} index
 * @returns {Prepared}
 */
export function prepare(index) {
  const {definitions, facets} = index
  const count = definitions.title.length
  /** @type {FacetName[]} */
  const spoken = ['type', 'audience', 'topic', 'issuer']
  /** @type {Map<FacetName, string[]>} */
  const folded = new Map(spoken.map((name) => [name, facets[name].map(([, words]) => fold(words))]))
  const titles = definitions.title.map((title) => ` ${fold(title)} `)
  const texts = definitions.summary.map((summary, place) => {
    const named = spoken.flatMap((name) => definitions[name][place].map((value) => folded.get(name)?.[value] ?? ''))
    return ` ${fold(definitions.label[place])} ${named.join(' ')} ${fold(summary)} `
  })
  return {index, count, titles, texts}
}

/**
 * How well a definition fits the words: 0 where one of them begins no word of it.
 *
 * @param {string} title
 * @param {string} text
 * @param {readonly string[]} words
 * @returns {number}
 */
function rank(title, text, words) {
  let sum = 0
  let titled = 0
  for (const word of words) {
    if (title.includes(word)) {
      sum += title.includes(`${word} `) ? exactWord : beginning
      titled += 1
    } else if (text.includes(word)) sum += inText
    else return 0
  }
  return titled === words.length ? sum + allInTitle : sum
}

/**
 * The definitions that a state asks for.
 *
 * @param {Prepared} prepared
 * @param {State} state
 * @returns {Result}
 */
export function find(prepared, state) {
  const {index, count, titles, texts} = prepared
  const folded = fold(state.words)
  const words = folded === '' ? [] : [...new Set(folded.split(' '))].map((word) => ` ${word}`)
  const asked = facetNames
    .filter((name) => state.filters[name] !== undefined)
    // A key that no value has fits nothing: place -1 is in no list.
    .map((name) => ({name, value: index.facets[name].findIndex(([key]) => key === state.filters[name])}))

  const ranks = new Float64Array(count)
  /** @type {number[]} */
  const found = []
  const counts = /** @type {Record<FacetName, number[]>} */ (
    Object.fromEntries(facetNames.map((name) => [name, index.facets[name].map(() => 0)]))
  )
  /** @type {Map<FacetName | 'words', number>} */
  const missedBy = new Map()
  for (let place = 0; place < count; place += 1) {
    ranks[place] = words.length === 0 ? 1 : rank(titles[place], texts[place], words)
    /** @type {FacetName | 'words' | null} */
    let missed = ranks[place] === 0 ? 'words' : null
    let misses = missed === null ? 0 : 1
    for (const {name, value} of asked) {
      if (index.definitions[name][place].includes(value)) continue
      missed = name
      misses += 1
    }
    if (misses > 1) continue
    if (missed === null) found.push(place)
    else missedBy.set(missed, (missedBy.get(missed) ?? 0) + 1)
    if (missed === 'words') continue
    // Whoever changes one filter keeps all others, so what misses that one alone still counts for its values.
    for (const name of missed === null ? facetNames : [missed]) {
      for (const value of index.definitions[name][place]) counts[name][value] += 1
    }
  }
  /** @type {Way[]} */
  const ways = found.length > 0 ? [] : [...missedBy].map(([condition, many]) => ({condition, count: many}))
  return {found: ordered(prepared, found, ranks, state.order), counts, ways}
}

/**
 * @param {Prepared} prepared
 * @param {number[]} found
 *   In the order of the index, which is the page's and stays among equals.
 * @param {Float64Array} ranks
 * @param {Order} order
 * @returns {number[]}
 */
function ordered({index, titles}, found, ranks, order) {
  const {issuer, reviewed} = index.definitions
  const byTitle = (/** @type {number} */ a, /** @type {number} */ b) => compare(titles[a], titles[b])
  if (order === 'title') return found.sort(byTitle)
  if (order === 'issuer') return found.sort((a, b) => issuer[a][0] - issuer[b][0] || byTitle(a, b))
  // The newest day first; what states none has '', which comes last.
  if (order === 'reviewed') return found.sort((a, b) => compare(reviewed[b], reviewed[a]) || byTitle(a, b))
  return found.sort((a, b) => ranks[b] - ranks[a])
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
