/** What `python -m benchmarks.catalogue` asks about searching: milliseconds to prepare an index, and to answer each key of some searches. */

import {readFileSync} from 'node:fs'
import {find, prepare} from '../site/catalogue/search.js'

/** @type {import('../site/catalogue/types.js').Index} */
const index = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const start = performance.now()
const prepared = prepare(index)
const prepared_ms = performance.now() - start

const typed = ['registry', 'an award is the key', 'Profession 7 signed', 'zzzz', 'définition 00']
/** @type {number[]} */
const times = []
for (const words of typed) {
  for (let length = 1; length <= words.length; length += 1) {
    for (const filters of [{}, {type: 'certificate', audience: 'profession-3'}]) {
      const before = performance.now()
      find(prepared, {words: words.slice(0, length), filters, order: ''})
      times.push(performance.now() - before)
    }
  }
}
times.sort((a, b) => a - b)
console.log(JSON.stringify({prepare: prepared_ms, median: times[times.length >> 1], worst: times[times.length - 1]}))
