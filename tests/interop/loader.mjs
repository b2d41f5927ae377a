/**
 * What `@digitalbazaar/vc` leaves to its caller: contexts as handed in, DID documents of did:web, and lists over TLS.
 */

/** @param {Record<string, any>} contexts */
export const loader = (contexts) => async (/** @type {string} */ url) => {
  if (url in contexts) return { contextUrl: null, documentUrl: url, document: contexts[url] };
  const document = url.startsWith("did:") ? await resolve(url) : await get(url);
  return { contextUrl: null, documentUrl: url, document };
};

/**
 * The DID document, or the verification method when the DID URL has a fragment.
 * @param {string} url
 */
async function resolve(url) {
  const [did, fragment] = url.split("#");
  const [host, ...path] = did.replace("did:web:", "").split(":");
  const document = await get(`https://${decodeURIComponent(host)}/${[...(path.length ? path : [".well-known"]), "did.json"].join("/")}`);
  if (document.id !== did) throw new Error(`the document of ${did} is about ${document.id}`);
  if (fragment === undefined) return document;
  const method = document.verificationMethod.find((/** @type {any} */ each) => each.id === url);
  return { "@context": "https://w3id.org/security/multikey/v1", ...method };
}

/** @param {string} url */
async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
