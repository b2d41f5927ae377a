/**
 * Where the program of the copy in one file begins: the page, with everything that it asks for inside itself. It asks nobody else.
 *
 * @import {Messages} from './words.js'
 */

import {part} from './dom.js'
import {start} from './page.js'

/** @type {{files: Record<string, string>, programs: Record<string, string>, messages: Messages}} */
const {files, programs, messages} = JSON.parse(part('verify-data').textContent ?? '')
const utf8 = new TextEncoder()
/** @type {Map<string, Promise<Uint8Array>>} */
const used = new Map()

start({
  readOwn: async (path) => (Object.hasOwn(files, path) ? utf8.encode(files[path]) : null),
  readElsewhere: null,
  readMessages: async () => messages,
  readProgram: async (name) => {
    if (!Object.hasOwn(programs, name)) throw new Error(`${name} is not in this file`)
    const bytes = utf8.encode(programs[name])
    used.set(name, Promise.resolve(bytes))
    return bytes
  },
  programs: used,
  host: messages.page.thisCopy,
  opensPdf: false,
  asOf: JSON.parse(files['registry.json']).time
})
part('offline-missing').remove()
