/** The search of the catalogue: what it folds, finds, ranks, counts and says, and how an address says the same. */

import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {fold} from '../../site/catalogue/fold.js'
import {find, prepare} from '../../site/catalogue/search.js'
import {facetNames, maxWords, queryFromState, stateFromQuery} from '../../site/catalogue/state.js'
import {sealPath} from '../../site/catalogue/seal.js'
import {askedInWords, countInWords} from '../../site/catalogue/words.js'
import {digest, hex} from '../../site/verifier/digest.js'
import {bundles} from '../../site/verifier/build.mjs'
import {root} from './material.js'

/** @type {import('../../site/catalogue/types.js').Index} */
const index = {
  type: 'TestamurCatalogue',
  format: 1,
  facets: {
    type: [['micro-credential', 'Micro-credential'], ['pathway', 'Pathway']],
    audience: [['enfermeras', 'Enfermeras'], ['nurses', 'Nurses'], ['not-stated', 'not stated']],
    topic: [['night', 'Night'], ['wounds', 'Wounds']],
    basis: [['competency', 'what was shown'], ['participation', 'taking part']],
    mode: [['online', 'online']],
    issuer: [['alpha', 'Alpha Society'], ['beta', 'Beta College']],
    language: [['en', 'English']],
    expiry: [['P1Y', '1 year'], ['none', 'does not expire']]
  },
  definitions: {
    slug: ['a', 'b', 'c', 'd'],
    title: ['Wound care', 'Caring at night', 'Éducation à la nuit', 'Wounds and care of them'],
    tongue: ['', '', '', ''],
    label: ['Certificate of skill', '', '', ''],
    summary: ['For the ward.', 'Wound care is one part of the night.', 'Straße, œuvre, Łódź.', 'Basics.'],
    seal: ['_F:N@6C>5', '_F:N@6C>5', '_F:N@6C>5', '_F:N@6C>5'],
    awarded: [1, 1, 1, 0],
    reviewed: ['2025-01-01', '', '2026-01-01', '2024-01-01'],
    type: [[0], [1], [0], [0]],
    audience: [[1], [1], [0], [2]],
    topic: [[1], [0, 1], [0], [1]],
    basis: [[0], [1], [1], [0]],
    mode: [[0], [0], [0], [0]],
    issuer: [[1], [0], [0], [0]],
    language: [[0], [0], [0], [0]],
    expiry: [[0], [1], [1], [0]]
  }
}
const prepared = prepare(index)

/**
 * @param {Partial<import('../../site/catalogue/types.js').State>} state
 */
const ask = (state) => find(prepared, {words: '', filters: {}, order: '', ...state})
/** @param {string} words */
const slugs = (words) => ask({words}).found.map((place) => index.definitions.slug[place])

test('accents, case, joined letters and signs do not count', () => {
  assert.equal(fold('  ÉTÉ—d’İstanbul '), 'ete d istanbul')
  assert.equal(fold('Straße Œuvre Łódź'), fold('STRASSE OEUVRE LODZ'))
  assert.equal(fold('ﬁrst ½'), 'first 1 2')
  assert.equal(fold('Λόγος'), fold('ΛΟΓΟΣ'))
  assert.equal(fold('護理 наука'), '護理 наука')
  assert.equal(fold(' .,;'), '')
})

test('a plain text folds as any other does', () => {
  for (const text of ['Wound-care 2', "Don't  PANIC!", 'a_b', '100%']) {
    // The letter é takes the long way.
    assert.equal(fold(`${text} é`), `${fold(text)} e`)
  }
})

test('each word is the beginning of a word, in any order, and all of them are needed', () => {
  assert.deepEqual(slugs('nui edu'), ['c'])
  assert.deepEqual(slugs('ight'), [])
  assert.deepEqual(slugs('wound absent'), [])
  assert.deepEqual(slugs('STRASSE lodz'), ['c'])
})

test('what has every word in its title comes before what has one in its text, and whole words before beginnings', () => {
  assert.deepEqual(slugs('wound care'), ['a', 'd', 'b'])
  assert.deepEqual(slugs('care'), ['a', 'd', 'b'])
  assert.deepEqual(slugs('car'), ['a', 'b', 'd'])
  // Two beginnings in a title weigh as much as a whole word there and one in the text, and still come first.
  assert.deepEqual(slugs('wound th'), ['d', 'a', 'b'])
})

test('label, type, audience, topic and issuer are texts too', () => {
  assert.deepEqual(slugs('certif'), ['a'])
  assert.deepEqual(slugs('pathw'), ['b'])
  assert.deepEqual(slugs('nurses'), ['a', 'b'])
  assert.deepEqual(slugs('beta col'), ['a'])
})

test('filters narrow together, and a value that does not exist finds nothing', () => {
  assert.deepEqual(ask({filters: {topic: 'wounds', audience: 'nurses'}}).found, [0, 1])
  assert.deepEqual(ask({filters: {topic: 'wounds', audience: 'nurses', basis: 'competency'}}).found, [0])
  assert.deepEqual(ask({filters: {topic: 'gone'}}).found, [])
})

test('a count says how many there would be with that value instead, all else kept', () => {
  const {counts} = ask({filters: {topic: 'wounds', basis: 'competency'}})
  assert.deepEqual(counts.topic, [0, 2])
  assert.deepEqual(counts.basis, [2, 1])
  assert.deepEqual(counts.audience, [0, 1, 1])
  assert.deepEqual(ask({words: 'wound', filters: {type: 'pathway'}}).counts.type, [2, 1])
})

test('every count is what asking so would find', () => {
  const states = [{}, {words: 'wound'}, {filters: {audience: 'nurses'}}, {words: 'care', filters: {topic: 'wounds', basis: 'competency'}}]
  for (const state of states) {
    for (const name of facetNames) {
      const expected = index.facets[name].map(([key]) => ask({...state, filters: {...state.filters, [name]: key}}).found.length)
      assert.deepEqual(ask(state).counts[name], expected, `${name} of ${JSON.stringify(state)}`)
    }
  }
})

test('where nothing is found, it is said which condition to give up, and that would find as many', () => {
  const {found, ways} = ask({words: 'education', filters: {type: 'micro-credential', basis: 'competency'}})
  assert.deepEqual(found, [])
  assert.deepEqual(ways, [{condition: 'words', count: 2}, {condition: 'basis', count: 1}])
  assert.deepEqual(ask({words: 'absent'}).ways, [{condition: 'words', count: 4}])
  assert.deepEqual(ask({}).ways, [])
})

test('lists are in the order that is asked for', () => {
  const inOrder = (/** @type {import('../../site/catalogue/types.js').Order} */ order) => ask({order}).found
  assert.deepEqual(inOrder(''), [0, 1, 2, 3])
  assert.deepEqual(inOrder('title'), [1, 2, 0, 3])
  assert.deepEqual(inOrder('issuer'), [1, 2, 3, 0])
  assert.deepEqual(inOrder('reviewed'), [2, 0, 3, 1])
})

test('an address and a state say the same', () => {
  const states = [
    {words: '', filters: {}, order: ''},
    {words: 'soins à 100 % & plus', filters: {topic: 'α-β', expiry: 'P1Y'}, order: 'title'},
    {words: '', filters: {language: 'es'}, order: 'reviewed'}
  ]
  for (const state of /** @type {import('../../site/catalogue/types.js').State[]} */ (states)) {
    assert.deepEqual(stateFromQuery(queryFromState(state)), state)
  }
  assert.equal(queryFromState({words: '  ', filters: {}, order: ''}), '')
})

test('an address from a stranger is read strictly', () => {
  assert.deepEqual(stateFromQuery('?x=1&sort=evil&type=&__proto__=a&topic=a'), {words: '', filters: {topic: 'a'}, order: ''})
  assert.equal(stateFromQuery(`?q=${'a'.repeat(9999)}`).words.length, maxWords)
})

// ---- words ----

/** @type {import('../../site/catalogue/words.js').Messages} */
const messages = JSON.parse(readFileSync(new URL('site/messages/en.json', root), 'utf8')).catalogue

test('how many are there is said in words', () => {
  assert.equal(countInWords(messages, 'en', {total: 10000}), 'All definitions: 10,000')
  assert.equal(countInWords(messages, 'en', {total: 14, found: 3, shown: 3}), 'Found 3 of 14')
  assert.equal(countInWords(messages, 'en', {total: 99, found: 70, shown: 50}), 'Found 70 of 99, the first 50 are shown')
  assert.equal(countInWords(messages, 'en', {total: 14, found: 0, shown: 0}), 'Nothing found')
})

test('what is asked for is said as the index says it, and an unknown value as the address does', () => {
  const state = stateFromQuery('?q= two words &audience=nurses&topic=gone')
  assert.deepEqual(
    [askedInWords(index, state, 'words'), askedInWords(index, state, 'audience'), askedInWords(index, state, 'topic')],
    ['two words', 'Nurses', 'gone']
  )
})

for (const name of readdirSync(new URL('site/messages/', root))) {
  test(`${name} has every word of the catalogue, and no other`, () => {
    const ours = JSON.parse(readFileSync(new URL(`site/messages/${name}`, root), 'utf8')).catalogue
    const sources = ['page.js', 'entry.js', 'words.js'].map((one) => readFileSync(new URL(`site/catalogue/${one}`, root), 'utf8'))
    const used = sources.flatMap((text) => [...text.matchAll(/\bsay\.([a-zA-Z]+)/g)].map((match) => match[1]))
    assert.deepEqual(Object.keys(ours.say).sort(), [...new Set(used)].sort())
    assert.deepEqual(Object.keys(ours.facets).sort(), [...facetNames].sort())
    // Each sentence keeps the blanks of the English one.
    const blanks = (/** @type {string} */ text) => [...text.matchAll(/\{[a-z]+\}/g)].map(String).sort()
    for (const [key, text] of Object.entries(messages.say)) assert.deepEqual(blanks(ours.say[key]), blanks(text), key)
  })
}

// ---- what a site ships ----

test('two builds have the same bytes, the digest is theirs, and a visit costs at most 6 KB of script, compressed', async () => {
  const made = await bundles('catalogue')
  const again = await bundles('catalogue')
  assert.deepEqual([...made.keys()].sort(), ['digests.json', 'page.js'])
  const page = made.get('page.js') ?? new Uint8Array()
  assert.deepEqual(again.get('page.js'), page)
  const text = new TextDecoder()
  assert.deepEqual(JSON.parse(text.decode(made.get('digests.json'))), {'page.js': hex(await digest('SHA-256', page))})
  const {gzipSync} = await import('node:zlib')
  const size = gzipSync(page, {level: 9}).length
  assert.ok(size <= 6_000, `${size} bytes`)
  // The one address in it is the name of a language of marks, which nothing asks for.
  const said = text.decode(page).replaceAll('http://www.w3.org/2000/svg', '')
  assert.doesNotMatch(said, /innerHTML|outerHTML|insertAdjacentHTML|eval\(|new Function|https?:/)
})

test('only page.js and entry.js name what only a browser has', () => {
  const folder = new URL('site/catalogue/', root)
  const browser = /\b(?:document\.|window\b|location\.|localStorage|sessionStorage|navigator|history\b|fetch\b)/
  const modules = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const codeOf = (/** @type {string} */ name) => readFileSync(new URL(name, folder), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
  assert.deepEqual(modules.filter((name) => browser.test(codeOf(name))).sort(), ['entry.js', 'page.js'])
})

test('a seal in small is drawn as the build draws it, whatever its bands are', async () => {
  /** @type {number[][]} */
  const values = []
  for (let half = 16; half < 49; half += 1) {
    for (let lobes = 9; lobes < 41; lobes += 1) {
      for (let span = 2; span < Math.floor(lobes / 2); span += 1) values.push([half, lobes, span])
    }
  }
  const codes = values.map((_, at) => [-3, -2, -1].flatMap((back) => values.at(at + back) ?? []).map((value) => String.fromCharCode(48 + value)).join(''))
  const drawn = hex(await digest('SHA-256', new TextEncoder().encode(codes.map(sealPath).join('\n'))))
  assert.equal(drawn.slice(0, 12), 'f29ed6734eed')
})
