/**
 * The state of a search in the query of its address and back, so that it can be sent, kept and gone back to.
 *
 * @import {FacetName, Order, State} from './types.js'
 */

/** @type {readonly FacetName[]} */
export const facetNames = ['type', 'audience', 'topic', 'basis', 'mode', 'issuer', 'language', 'expiry']
/** @type {readonly Order[]} */
export const orders = ['', 'title', 'issuer', 'reviewed']
/** Nobody types more, and every character costs a look at every text. */
export const maxWords = 200

/**
 * What an address asks for.
 *
 * @param {string} query
 *   With or without its question mark.
 * @returns {State}
 *   Names that we do not know are passed over; a filter's value need not exist.
 */
export function stateFromQuery(query) {
  const given = new URLSearchParams(query)
  /** @type {State['filters']} */
  const filters = {}
  for (const name of facetNames) {
    const key = given.get(name)
    if (key) filters[name] = key.slice(0, maxWords)
  }
  const order = orders.find((one) => one === given.get('sort')) ?? ''
  return {words: (given.get('q') ?? '').slice(0, maxWords), filters, order}
}

/**
 * The query that asks for a state, in one order; '' where nothing is asked for.
 *
 * @param {State} state
 * @returns {string}
 */
export function queryFromState({words, filters, order}) {
  const query = new URLSearchParams()
  if (words.trim() !== '') query.set('q', words.trim())
  for (const name of facetNames) if (filters[name]) query.set(name, filters[name])
  if (order !== '') query.set('sort', order)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
