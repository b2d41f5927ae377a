/** Strict JSON: one reading of the bytes or a typed refusal. */

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {jcs} from '../../site/verifier/canon.js'
import {CheckError} from '../../site/verifier/errors.js'
import {parseJson} from '../../site/verifier/parse.js'
import {bytesOf} from './material.js'

const limits = {maxBytes: 1000, maxDepth: 64}

/** @param {Uint8Array} bytes */
function codeOf(bytes) {
  try {
    parseJson(bytes, limits)
    return null
  } catch (error) {
    assert.ok(error instanceof CheckError)
    return error.code
  }
}

const deep = (/** @type {number} */ levels) => '['.repeat(levels) + ']'.repeat(levels)

for (const [text, code] of /** @type {[string, string | null][]} */ ([
  ['', 'json_syntax'],
  [' \t\r\n{} \n', null],
  ['{"a":1,"a":2}', 'json_duplicate_key'],
  ['{"a":1,"\\u0061":2}', 'json_duplicate_key'],
  ['[{"b":{"__proto__":1,"__proto__":2}}]', 'json_duplicate_key'],
  ['{"a":1,"a"', 'json_duplicate_key'],
  ['"\\ud800"', 'json_lone_surrogate'],
  ['"\\udc00\\ud800"', 'json_lone_surrogate'],
  ['{"\\ud800":1}', 'json_lone_surrogate'],
  ['"\\ud83d\\ude00"', null],
  ['"\\ud800', 'json_syntax'],
  ['9007199254740991', null],
  ['-9007199254740991', null],
  ['9007199254740992', 'json_unsafe_number'],
  ['9007199254740993x', 'json_unsafe_number'],
  ['1e400', 'json_unsafe_number'],
  ['1e20', null],
  ['-0', null],
  ['01', 'json_syntax'],
  ['1.', 'json_syntax'],
  ['.5', 'json_syntax'],
  ['+1', 'json_syntax'],
  ['NaN', 'json_syntax'],
  ['tru', 'json_syntax'],
  ['[1,]', 'json_syntax'],
  ['{"a":1,}', 'json_syntax'],
  ['{,}', 'json_syntax'],
  ['[1 2]', 'json_syntax'],
  ['{"a" 1}', 'json_syntax'],
  ['{1:1}', 'json_syntax'],
  ['[}', 'json_syntax'],
  ['{"a":1]', 'json_syntax'],
  ['[', 'json_syntax'],
  ['{} {}', 'json_syntax'],
  ['\u00a0{}', 'json_syntax'],
  ['"\t"', 'json_syntax'],
  ['"\\x"', 'json_syntax'],
  ['"\\u12g4"', 'json_syntax'],
  ['/* */ {}', 'json_syntax'],
  [deep(64), null],
  [deep(65), 'json_too_deep'],
  ['['.repeat(900), 'json_too_deep'],
  [`${'['.repeat(65)}"\\ud800"`, 'json_too_deep'],
  [`"${'x'.repeat(998)}"`, null],
  [`"${'x'.repeat(999)}"`, 'json_too_large']
])) {
  test(`${JSON.stringify(text).slice(0, 60)} is ${code ?? 'accepted'}`, () => {
    assert.equal(codeOf(bytesOf(text)), code)
    // What is accepted means what the platform's own parser reads in it.
    if (code === null) assert.equal(jcs(parseJson(bytesOf(text), limits)), jcs(JSON.parse(text)))
  })
}

test('bytes that are not UTF-8, or begin with a byte-order mark, are no text', () => {
  for (const bytes of [[0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0xff], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xc0, 0xaf, 0x22]]) {
    assert.equal(codeOf(Uint8Array.from(bytes)), 'json_not_utf8')
  }
})

test('a member called __proto__ is a member and changes nothing else', () => {
  const value = /** @type {Record<string, unknown>} */ (parseJson(bytesOf('{"__proto__":{"type":"x"},"a":1}'), limits))
  assert.deepEqual(Object.keys(value), ['__proto__', 'a'])
  assert.equal(value.type, undefined)
})

test('the canonical form orders names by code units and writes numbers as RFC 8785 does', () => {
  const text = '{"\\u20ac":1.0,"\\r":2e3,"\\ufb33":-0,"1":1e21,"\\ud83d\\ude00":1e-7,"\\u0080":[true,null],"\\u00f6":"\\u0007</"}'
  assert.equal(
    jcs(parseJson(bytesOf(text), limits)),
    '{"\\r":2000,"1":1e+21,"\u0080":[true,null],"\u00f6":"\\u0007</","\u20ac":1,"\ud83d\ude00":1e-7,"\ufb33":0}'
  )
})
