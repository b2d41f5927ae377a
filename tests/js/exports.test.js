/** What the modules promise to each other and to the world. */

import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import * as verifier from '../../site/verifier/index.js'
import {root} from './material.js'

const folder = new URL('site/verifier/', root)
const modules = readdirSync(folder).filter((name) => name.endsWith('.js'))

test('the public functions are these and no others', () => {
  assert.deepEqual(Object.keys(verifier).sort(), [
    ...['NeedsMore', 'RegistryFormError', 'cautions', 'exitCode', 'exitCodes', 'instantMs', 'more', 'parseJson', 'pathUnder'],
    ...['recipientFromText', 'registryFromJson', 'stepIds', 'verify', 'verifyFile']
  ])
})

/** The rooms of the page; no program but those of pages reaches them. */
const ofThePage = [
  ...['checking.js', 'dom.js', 'fetch.js', 'page-camera.js', 'page-many.js', 'page-others.js'],
  ...['page-pdf.js', 'page-record.js', 'page.js', 'place.js', 'remember.js', 'report.js']
]

test('only the rooms of the page and fetch.js name what only a browser has', () => {
  const browser = /\b(?:document\.|window\b|location\.|localStorage|sessionStorage|navigator|XMLHttpRequest|WebSocket|fetch\b(?!\.js)|new Worker)/
  /** @param {string} name */
  const codeOf = (name) => readFileSync(new URL(name, folder), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
  // A credential is called a document everywhere; its members are read through functions, never by a dot.
  const found = modules.filter((name) => browser.test(codeOf(name)))
  assert.deepEqual(found.sort(), ofThePage)
})

test('only the command, what ships with us and the program for PDF touch Node', () => {
  const found = modules.filter((name) => /from 'node:/.test(readFileSync(new URL(name, folder), 'utf8')))
  assert.deepEqual(found.sort(), ['cli.js', 'material.js', 'pdf-program.js'])
})

test('nothing is put into the page but as text', () => {
  const source = [...ofThePage, 'others-entry.js', 'page-further.js', 'page-several.js'].map((name) => readFileSync(new URL(name, folder), 'utf8')).join('')
  assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment/)
})
