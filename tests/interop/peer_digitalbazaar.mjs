/**
 * Asks `@digitalbazaar/vc` about credentials: JSON on standard input (`run.py` says what), JSON on standard output.
 * The library fetches nothing by itself; its public option `documentLoader` is answered here with the contexts handed
 * in, DID documents and lists over TLS.
 */
import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite as ecdsaRdfc } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import { createVerifyCryptosuite as eddsaJcs } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as eddsaRdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

const { contexts, credentials } = JSON.parse(readFileSync(0, "utf8"));
const suites = [eddsaRdfc, eddsaJcs(), ecdsaRdfc];
const suite = suites.map((each) => new DataIntegrityProof({ cryptosuite: each }));

/** @param {string} url */
async function documentLoader(url) {
  if (url in contexts) return { contextUrl: null, documentUrl: url, document: contexts[url] };
  const document = url.startsWith("did:") ? await resolve(url) : await get(url);
  return { contextUrl: null, documentUrl: url, document };
}

/**
 * The DID document, or the verification method when the DID URL has a fragment.
 * @param {string} url
 */
async function resolve(url) {
  const [did, fragment] = url.split("#");
  const [host, ...path] = did.replace("did:web:", "").split(":");
  const document = await get(`https://${decodeURIComponent(host)}/${path.join("/")}/did.json`);
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

/** @param {any} result */
function answer(result) {
  const statuses = (result.statusResult?.results ?? []).map((/** @type {any} */ each) => each.status);
  const errors = [result.error, result.statusResult?.error].filter(Boolean);
  const messages = errors.flatMap((error) => error.errors ?? [error]).map((error) => error.message);
  const says = `verified ${result.verified}, status ${statuses.join(" ") || "-"}${messages.map((m) => `, ${m}`).join("")}`;
  if (!result.verified) return { outcome: messages.includes("Invalid signature.") ? "signature refused" : "failed", says };
  // This library leaves it to its caller to read the bit: a revoked credential stays `verified`, with `status: true`.
  if (statuses.length === 0) return { outcome: "status not read", says };
  return { outcome: statuses.includes(true) ? "revoked" : "verified", says };
}

/** @type {Record<string, {outcome: string, says: string}>} */
const answers = {};
for (const [name, credential] of Object.entries(credentials)) {
  answers[name] = answer(await vc.verifyCredential({ credential, suite, documentLoader, checkStatus }));
}
console.log(JSON.stringify({ answers }));
