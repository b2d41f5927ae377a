/**
 * Credentials in pictures: a case has the same report whether its file is the credential or a picture around it.
 *
 * @import {Report} from '../../site/verifier/types.js'
 */

import assert from 'node:assert/strict'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after, test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {deflateSync} from 'node:zlib'
import {run} from '../../site/verifier/cli.js'
import {opened} from '../../site/verifier/contain.js'
import {limits, root} from './material.js'

const cases = new URL('tests/cases/', root)
const names = readdirSync(cases).filter((name) => !name.startsWith('_'))
const scratch = mkdtempSync(join(tmpdir(), 'testamur-'))
after(() => rmSync(scratch, {recursive: true}))

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1))
  }
  return ~sum >>> 0
}

/**
 * @param {string} kind
 * @param {Uint8Array} body
 */
function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind), body])
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(body.length, 0)
  numbers.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([numbers.subarray(0, 4), named, numbers.subarray(4)])
}

/** @param {Uint8Array} credential */
function pngAround(credential) {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.alloc(2))),
    chunk('iTXt', Buffer.concat([Buffer.from('openbadgecredential\0\0\0\0\0'), credential])),
    chunk('IEND', Buffer.alloc(0))
  ])
}

/** @param {string} credential */
function svgAround(credential) {
  const text = credential.replaceAll(']]>', ']]]]><![CDATA[>')
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg"><ob:credential xmlns:ob="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${text}]]></ob:credential></svg>`
  )
}

/**
 * The text that an SVG can carry and give back unchanged, null where it can't.
 *
 * @param {Uint8Array} bytes
 */
function xmlText(bytes) {
  const text = Buffer.from(bytes).toString('utf8')
  const isSame = Buffer.from(text).equals(bytes)
  return isSame && /^[\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text) && /[^ \t\r\n]/.test(text) ? text : null
}

/** @param {string} name */
function caseOf(name) {
  const folder = new URL(`${name}/`, cases)
  const described = JSON.parse(readFileSync(new URL('case.json', folder), 'utf8'))
  return {folder, ...described, bytes: readFileSync(new URL(described.file, folder))}
}

test('pictures give back every case byte for byte', () => {
  let drawn = 0
  for (const {file, bytes} of names.map(caseOf).filter((one) => one.file.endsWith('.json'))) {
    const text = xmlText(bytes)
    assert.deepEqual(Buffer.from(opened(pngAround(bytes), limits)), bytes, file)
    if (text === null) continue
    assert.deepEqual(Buffer.from(opened(svgAround(text), limits)), bytes, file)
    drawn += 1
  }
  assert.ok(drawn > 600, `${drawn} cases in drawings`)
})

// Python's tests put every case into a picture; the two languages are held together by tests/unit/test_twins.py.
for (const name of names.filter((_, place) => place % 10 === 0)) {
  const {folder, file, at, documents, registries, bytes} = caseOf(name)
  if (!file.endsWith('.json')) continue
  test(`${name} has the same report in pictures`, async () => {
    const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, folder))
    const text = xmlText(bytes)
    const pictures = {
      [join(scratch, `${name}.png`)]: pngAround(bytes),
      ...(text === null ? {} : {[join(scratch, `${name}.svg`)]: svgAround(text)})
    }
    for (const [picture, content] of Object.entries(pictures)) writeFileSync(picture, content)
    const {output} = await run(
      [
        path(file),
        ...Object.keys(pictures),
        ...['--json', '--at', at],
        ...(documents === null ? [] : ['--documents', path(documents)]),
        ...registries.flatMap((/** @type {string} */ registry) => ['--registry', path(registry)])
      ],
      {now: 0}
    )
    /** @type {Report[]} */
    const reports = JSON.parse(output)
    const about = (/** @type {string} */ wanted) => reports.filter((report) => report.file === wanted)
    for (const picture of Object.keys(pictures)) {
      assert.deepEqual(about(picture), about(path(file)).map((report) => ({...report, file: picture})))
    }
  })
}

test('bytes that begin like no container are the file itself', () => {
  for (const text of ['', '{', 'eyJ', '<', '<p/>', '<!-- <svg/>', '\x89PNG', '%PDF', ' %PDF-', '\u00ef\u00bb\u00bf%PDF-', '<?xml']) {
    assert.deepEqual(Buffer.from(opened(Buffer.from(text, 'latin1'), limits)), Buffer.from(text, 'latin1'))
  }
})

test('a PDF is told where the program that opens it is not there', () => {
  assert.throws(() => opened(Buffer.from('%PDF-1.7'), limits), {code: 'pdf_not_opened', outcome: 'failed'})
})
