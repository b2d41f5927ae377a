/**
 * The only room that knows the page: brings the list of the page and the one of a search to each other's place, and the address with them.
 * Everything is put in as text. Nothing is fetched before somebody reaches for the search, or comes by an address that asks for one.
 *
 * @import {FacetName, Index, Order, State} from './types.js'
 * @import {Messages} from './words.js'
 * @import {Prepared} from './search.js'
 */

import {fill} from '../verifier/words.js'
import {element, entry, explain} from './entry.js'
import {find, prepare} from './search.js'
import {facetNames, maxWords, orders, queryFromState, stateFromQuery} from './state.js'
import {askedInWords, countInWords} from './words.js'

/** As many as a page of the list has on paper; more come when asked for, so that ten thousand never stand in the page. */
const portion = 50
/** Browsers refuse an address that changes with every key. */
const settledMs = 300

const root = new URL(document.body.dataset.root ?? './', document.baseURI)
const language = document.documentElement.lang
const controls = part('find', HTMLElement)
const words = part('find-words', HTMLInputElement)
const sort = part('find-sort', HTMLSelectElement)
const filters = part('find-filters', HTMLDetailsElement)
const facetFields = part('find-facets', HTMLElement)
const count = part('find-count', HTMLElement)
const chosen = part('find-chosen', HTMLElement)
const results = part('results', HTMLElement)
const whole = part('whole', HTMLElement)

/** @typedef {{prepared: Prepared, messages: Messages}} Loaded */

/** @type {Loaded | null} */
let loaded = null
/** @type {Promise<Loaded> | null} */
let loading = null
/** @type {State} */
let state = stateFromQuery(location.search)
let shown = portion
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling
let isTyping = false

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function part(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
async function read(path) {
  const answer = await fetch(new URL(path, root), {credentials: 'omit', redirect: 'error'})
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

/** @returns {Promise<Messages>} */
async function readMessages() {
  const ours = language === 'en' ? undefined : await read(`messages/${language}.json`).catch(() => undefined)
  return (ours?.catalogue ? ours : await read('messages/en.json')).catalogue
}

/**
 * The index and the words, fetched once; after a failure the next call tries again.
 *
 * @returns {Promise<Loaded>}
 */
function load() {
  loading ??= Promise.all([read(controls.dataset.index ?? ''), readMessages()]).then(
    ([index, messages]) => {
      loaded = {prepared: prepare(index), messages}
      drawFacets(loaded)
      return loaded
    },
    (error) => {
      loading = null
      throw error
    }
  )
  return loading
}

/** @returns {boolean} */
function isAsking() {
  return queryFromState(state) !== ''
}

/** Shows what the state asks for, at once where the index is here. */
function show() {
  if (loaded !== null) {
    draw(loaded)
    return
  }
  whole.hidden = isAsking()
  results.hidden = true
  if (!isAsking()) return
  count.textContent = controls.dataset.loading ?? ''
  // By the time it is here the state may be another one.
  load().then(draw, sayFailure)
}

/** The whole list is still there, and the next try may succeed. */
function sayFailure() {
  whole.hidden = false
  results.hidden = true
  count.textContent = controls.dataset.failed ?? ''
}

/** @param {Loaded} ready */
function draw(ready) {
  const {prepared, messages} = ready
  const result = find(prepared, state)
  const many = {total: prepared.count, found: result.found.length, shown: Math.min(shown, result.found.length)}
  whole.hidden = isAsking()
  results.hidden = !isAsking()
  count.textContent = countInWords(messages, language, isAsking() ? many : {total: prepared.count})
  drawCounts(ready, result.counts)
  drawChosen(ready, result.found.length > 0)
  sort.options[0].text = state.words.trim() === '' ? messages.say.asListed : messages.say.bestMatch
  results.replaceChildren()
  if (!isAsking()) return
  const heading = element('h2', {class: 'vh'}, messages.say.results)
  if (result.found.length === 0) {
    results.append(heading, element('p', {}, messages.say.waysOut), waysOut(ready, result.ways))
    return
  }
  const list = element('ul', {class: 'entries'})
  results.append(heading, list)
  drawPortion(ready, list, result.found, 0, shown)
}

/**
 * @param {Loaded} ready
 * @param {HTMLElement} list
 * @param {number[]} found
 * @param {number} from
 * @param {number} until
 */
function drawPortion(ready, list, found, from, until) {
  const {prepared, messages} = ready
  list.append(...found.slice(from, until).map((place) => entry(prepared.index, place, root, controls.dataset.folder ?? '', messages)))
  explain(list)
  if (until >= found.length) return
  const more = button(fill(messages.say.more, {count: String(Math.min(portion, found.length - until))}), () => {
    shown = until + portion
    more.parentElement?.remove()
    drawPortion(ready, list, found, until, shown)
    count.textContent = countInWords(messages, language, {
      total: prepared.count,
      found: found.length,
      shown: Math.min(shown, found.length)
    })
    list.children[until].querySelector('a')?.focus()
  })
  more.className = 'button'
  results.append(element('p', {class: 'more'}, more))
}

/**
 * @param {Loaded} ready
 * @param {import('./types.js').Way[]} ways
 * @returns {HTMLElement}
 */
function waysOut({prepared, messages}, ways) {
  const made = ways.map(({condition, count: many}) => {
    const left = askedInWords(prepared.index, state, condition)
    return button(fill(messages.say.without, {left: isolated(left), count: String(many)}), () => leaveOut(condition))
  })
  made.push(button(messages.say.clear, clear))
  return element('ul', {class: 'ways'}, ...made.map((one) => element('li', {}, one)))
}

/**
 * @param {string} text
 * @param {() => void} pressed
 * @returns {HTMLElement}
 */
function button(text, pressed) {
  const made = element('button', {type: 'button'}, text)
  made.addEventListener('click', pressed)
  return made
}

/**
 * @param {string} text
 * @returns {string}
 *   The same in marks that keep words of another direction from turning what stands around them.
 */
function isolated(text) {
  return `\u2068${text}\u2069`
}

/** @param {Loaded} ready */
function drawFacets({prepared, messages}) {
  const fields = facetNames
    // A filter with one value tells nothing apart.
    .filter((name) => prepared.index.facets[name].length > 1)
    .map((name) => {
      const select = element('select', {id: `find-${name}`, 'data-facet': name}, element('option', {value: ''}, messages.say.any))
      for (const [key] of prepared.index.facets[name]) select.append(element('option', {value: key}))
      return element('p', {}, element('label', {for: `find-${name}`}, messages.facets[name]), select)
    })
  facetFields.replaceChildren(...fields)
}

/**
 * @param {Loaded} ready
 * @param {Record<FacetName, number[]>} counts
 */
function drawCounts({prepared, messages}, counts) {
  for (const select of facetFields.querySelectorAll('select')) {
    const name = /** @type {FacetName} */ (select.dataset.facet)
    const asked = state.filters[name] ?? ''
    prepared.index.facets[name].forEach(([key, text], value) => {
      const option = select.options[value + 1]
      const many = counts[name][value]
      const said = fill(messages.say.value, {words: text, count: String(many)})
      if (option.textContent !== said) option.textContent = said
      // What would find nothing is out of the way, but never what is chosen.
      option.hidden = option.disabled = many === 0 && key !== asked
    })
    select.value = asked
  }
}

/**
 * @param {Loaded} ready
 * @param {boolean} isFound
 *   Where nothing is found, the way to everything stands among the ways out.
 */
function drawChosen({prepared, messages}, isFound) {
  const names = facetNames.filter((name) => state.filters[name] !== undefined)
  const made = names.map((name) => {
    const asked = isolated(askedInWords(prepared.index, state, name))
    const left = fill(messages.say.chosen, {facet: messages.facets[name], words: asked})
    const remove = button(left, () => leaveOut(name))
    remove.setAttribute('aria-label', fill(messages.say.remove, {left}))
    return remove
  })
  if (made.length > 0 && isFound) {
    made.push(button(messages.say.clear, clear))
    made[made.length - 1].className = 'clear'
  }
  chosen.replaceChildren(...made.map((one) => element('li', {}, one)))
}

/**
 * Takes a condition out of the state. Its button goes away, so the focus goes where one goes on.
 *
 * @param {FacetName | 'words'} condition
 */
function leaveOut(condition) {
  const kept = {...state.filters}
  if (condition !== 'words') delete kept[condition]
  change({...state, words: condition === 'words' ? '' : state.words, filters: kept})
  words.focus()
}

function clear() {
  change({words: '', filters: {}, order: ''})
  words.focus()
}

/**
 * A new state that somebody chose: a step of its own in the browser's history.
 *
 * @param {State} next
 */
function change(next) {
  clearTimeout(settling)
  isTyping = false
  state = next
  shown = portion
  remember('pushState')
  fillForm()
  show()
}

/** @param {'pushState' | 'replaceState'} how */
function remember(how) {
  const query = queryFromState(state)
  // Whoever comes by this address lands at the search and not at the top of the page.
  if (query !== queryFromState(stateFromQuery(location.search))) history[how](null, '', `${location.pathname}${query}${query === '' ? '' : '#find'}`)
}

/** What was typed is one step of the history, however many keys it took. */
function settle() {
  remember(isTyping ? 'replaceState' : 'pushState')
  isTyping = true
}

function fillForm() {
  if (words.value !== state.words) words.value = state.words
  sort.value = state.order
}

/** A failure is said when something is asked for. */
function prefetch() {
  load().then(draw, () => undefined)
}

words.maxLength = maxWords
words.addEventListener('input', () => {
  state = {...state, words: words.value}
  shown = portion
  clearTimeout(settling)
  settling = setTimeout(settle, settledMs)
  show()
})
// Leaving the field ends what was typed; so does leaving the page.
words.addEventListener('change', () => {
  clearTimeout(settling)
  settle()
  isTyping = false
})
sort.addEventListener('change', () => {
  change({...state, order: orders.find((one) => one === sort.value) ?? ''})
})
facetFields.addEventListener('change', ({target}) => {
  if (!(target instanceof HTMLSelectElement)) return
  const kept = {...state.filters}
  const name = /** @type {FacetName} */ (target.dataset.facet)
  delete kept[name]
  change({...state, filters: target.value === '' ? kept : {...kept, [name]: target.value}})
})
filters.addEventListener('toggle', prefetch, {once: true})
controls.addEventListener('focusin', prefetch, {once: true})
controls.addEventListener('pointerover', prefetch, {once: true})
addEventListener('popstate', () => {
  const asked = stateFromQuery(location.search)
  // A link within the page is a step of the history too.
  if (queryFromState(asked) === queryFromState(state)) return
  clearTimeout(settling)
  isTyping = false
  state = asked
  shown = portion
  fillForm()
  show()
})

fillForm()
controls.dataset.ready = ''
show()
