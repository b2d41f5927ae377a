/** The least page around a verifier: a control for the file, and a place for the verdict. */

/** @param {(credential: any) => Promise<string>} check */
export function listen(check) {
  const input = document.querySelector('input')
  input.addEventListener('change', async () => {
    const credential = JSON.parse(await input.files[0].text())
    const verdict = document.createElement('p')
    verdict.className = 'verdict'
    verdict.dataset.verdict = await check(credential)
    document.querySelector('main').append(verdict)
  })
}
