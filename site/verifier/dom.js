/**
 * The few ways in which the page's rooms put things into the page: always as text, never as markup.
 */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function part(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
export function element(tag, attributes, ...content) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...content)
  return made
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [kind]
 *   Its class: `button` for what matters most, `plain` for the rest.
 * @returns {HTMLElement}
 */
export function button(text, act, kind = 'plain') {
  const made = element('button', {type: 'button', class: kind}, text)
  made.addEventListener('click', act)
  return made
}
