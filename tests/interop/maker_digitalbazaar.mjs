/**
 * Makes badges with `@digitalbazaar/vc`, one a suite, under keys made for this run (did:key): the unsigned badge and
 * the contexts as JSON on standard input, the signed badges by name on standard output.
 */
import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { cryptosuite as ecdsaRdfc } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import { createDiscloseCryptosuite, createSignCryptosuite as ecdsaSd } from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { Ed25519Signature2020 } from "@digitalbazaar/ed25519-signature-2020";
import { Ed25519VerificationKey2020 } from "@digitalbazaar/ed25519-verification-key-2020";
import { createSignCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as eddsaRdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";

const { contexts, badge } = JSON.parse(readFileSync(0, "utf8"));

/** @param {string} url */
async function documentLoader(url) {
  if (!(url in contexts)) throw new Error(`nothing stands at ${url}`);
  return { contextUrl: null, documentUrl: url, document: contexts[url] };
}

/**
 * @param {any} pair
 * @param {any} cryptosuite
 */
async function signed(pair, cryptosuite) {
  named(pair);
  return issued(pair, new DataIntegrityProof({ signer: pair.signer(), cryptosuite }), badge["@context"]);
}

/** @param {any} pair */
function named(pair) {
  const did = `did:key:${pair.publicKeyMultibase}`;
  pair.controller = did;
  pair.id = `${did}#${pair.publicKeyMultibase}`;
}

/**
 * @param {any} pair
 * @param {any} suite
 * @param {string[]} context
 */
function issued(pair, suite, context) {
  const own = { "@context": context, issuer: { ...badge.issuer, id: pair.controller } };
  return vc.issue({ credential: { ...structuredClone(badge), ...own }, suite, documentLoader });
}

/** A proof of the kind from before cryptosuites. */
async function of2020() {
  const key = await Ed25519VerificationKey2020.generate();
  named(key);
  const context = [...badge["@context"], "https://w3id.org/security/suites/ed25519-2020/v1"];
  return issued(key, new Ed25519Signature2020({ key }), context);
}

/** What a holder shows: what has to be shown, and the achievement's name and criteria, which are a thing without a name. */
async function disclosed() {
  const mandatoryPointers = ["/issuer", "/validFrom", "/credentialSubject/achievement/id"];
  const base = await signed(await EcdsaMultikey.generate({ curve: "P-256" }), ecdsaSd({ mandatoryPointers }));
  const selectivePointers = ["/credentialSubject/achievement/name", "/credentialSubject/achievement/criteria"];
  const cryptosuite = createDiscloseCryptosuite({ selectivePointers });
  return vc.derive({ verifiableCredential: base, suite: new DataIntegrityProof({ cryptosuite }), documentLoader });
}

const made = {
  "eddsa-rdfc-2022": await signed(await Ed25519Multikey.generate(), eddsaRdfc),
  "eddsa-jcs-2022": await signed(await Ed25519Multikey.generate(), createSignCryptosuite()),
  "ecdsa-rdfc-2019 P-256": await signed(await EcdsaMultikey.generate({ curve: "P-256" }), ecdsaRdfc),
  "ecdsa-rdfc-2019 P-384": await signed(await EcdsaMultikey.generate({ curve: "P-384" }), ecdsaRdfc),
  Ed25519Signature2020: await of2020(),
  "ecdsa-sd-2023": await disclosed(),
};
console.log(JSON.stringify(made));
