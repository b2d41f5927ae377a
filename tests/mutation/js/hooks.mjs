/**
 * Gives the modules of the verifier with one change in them. Which one stands behind the `?` of a module's address and goes on to all
 * that it loads, so that each change has modules of its own, and nothing that one of them remembers can reach another.
 *
 * `switched` are the modules with every change in them behind a switch, and no word the sound ones.
 */

import {readdirSync, readFileSync} from 'node:fs'

/** The modules here, and those that what runs outside of the tree names; both are read here. */
const places = ['site/verifier/', '../../site/verifier/'].map((path) => new URL(path, import.meta.url).href)
const isOurs = (/** @type {string | undefined} */ url) => places.some((place) => url?.startsWith(place))
/** @type {Map<string, {room: string, start: number, end: number, text: string}>} */
let mutants = new Map()
let always = ''
const switched = new Set(readdirSync(new URL('switched/', import.meta.url)))

/** @param {{always: string}} data The change of what is loaded without one, or nothing. */
export function initialize(data) {
  ({always} = data)
  mutants = new Map(JSON.parse(readFileSync(new URL('mutants.json', import.meta.url), 'utf8')).mutants.map((/** @type {any} */ one) => [one.id, one]))
}

/**
 * @param {string} specifier
 * @param {{parentURL?: string}} context
 * @param {Function} next
 */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  if (!isOurs(found.url) || found.url.includes('?') || !isOurs(context.parentURL)) return found
  return {...found, url: `${found.url}${new URL(context.parentURL ?? '').search}`}
}

/**
 * @param {string} url
 * @param {object} context
 * @param {Function} next
 */
export async function load(url, context, next) {
  if (!isOurs(url)) return next(url, context)
  const {search, pathname} = new URL(url)
  const name = pathname.split('/').at(-1) ?? ''
  const change = search.slice(1) || always
  const isSwitched = change === 'switched' && switched.has(name)
  const text = readFileSync(new URL(`${isSwitched ? 'switched/' : 'site/verifier/'}${name}`, import.meta.url), 'utf8')
  const {room, start, end, text: other} = mutants.get(change) ?? {room: null, start: 0, end: 0, text: ''}
  const source = room === name ? text.slice(0, start) + other + text.slice(end) : text
  return {format: 'module', shortCircuit: true, source}
}
