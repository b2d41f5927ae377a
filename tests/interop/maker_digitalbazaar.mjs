/**
 * Makes badges with `@digitalbazaar/vc`, one a suite, under keys made for this run (did:key): the unsigned badge and
 * the contexts as JSON on standard input, the signed badges by name on standard output.
 */
import { readFileSync } from "node:fs";

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { cryptosuite as ecdsaRdfc } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
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
  const did = `did:key:${pair.publicKeyMultibase}`;
  pair.controller = did;
  pair.id = `${did}#${pair.publicKeyMultibase}`;
  const credential = { ...structuredClone(badge), issuer: { ...badge.issuer, id: did } };
  return vc.issue({ credential, suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite }), documentLoader });
}

const made = {
  "eddsa-rdfc-2022": await signed(await Ed25519Multikey.generate(), eddsaRdfc),
  "eddsa-jcs-2022": await signed(await Ed25519Multikey.generate(), createSignCryptosuite()),
  "ecdsa-rdfc-2019 P-256": await signed(await EcdsaMultikey.generate({ curve: "P-256" }), ecdsaRdfc),
  "ecdsa-rdfc-2019 P-384": await signed(await EcdsaMultikey.generate({ curve: "P-384" }), ecdsaRdfc),
};
console.log(JSON.stringify(made));
