import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_serverAuth,
} from "@peculiar/asn1-x509";

/** In PEM. */
export interface Identity {
  authority: string;
  certificate: string;
  key: string;
}

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** Apple's limit for a server certificate is 825 days; the authority need not outlive it. */
const LIFE_DAYS = 800;

/**
 * A new authority and a certificate by it for this machine's own names. The authority's key is
 * forgotten here: nobody, not even the sandbox, can make a second certificate by it.
 */
export function makeIdentity(): Identity {
  const authorityKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const serverKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = `sandbox authority ${randomBytes(4).toString("hex")}`;
  const authority = issue(issuer, issuer, authorityKeys.publicKey, authorityKeys.privateKey, [
    extension(
      id_ce_basicConstraints,
      true,
      new BasicConstraints({ cA: true, pathLenConstraint: 0 }),
    ),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign)),
  ]);
  const certificate = issue("localhost", issuer, serverKeys.publicKey, authorityKeys.privateKey, [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(
      id_ce_subjectAltName,
      false,
      new SubjectAlternativeName([
        new GeneralName({ dNSName: "localhost" }),
        new GeneralName({ iPAddress: "127.0.0.1" }),
        new GeneralName({ iPAddress: "::1" }),
      ]),
    ),
  ]);
  const key = serverKeys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { authority, certificate, key };
}

function issue(
  subject: string,
  issuer: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extensions: Extension[],
): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const spki = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: commonName(issuer),
    subject: commonName(subject),
    validity: new Validity({
      notBefore: new Date(Date.now() - DAY_MILLISECONDS),
      notAfter: new Date(Date.now() + LIFE_DAYS * DAY_MILLISECONDS),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(
      spki.export({ type: "spki", format: "der" }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions(extensions),
  });
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: toArrayBuffer(
      sign("sha256", new Uint8Array(AsnConvert.serialize(body)), signer),
    ),
  });
  const encoded = Buffer.from(AsnConvert.serialize(certificate)).toString("base64");
  const lines = encoded.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** Positive, and never the same twice (RFC 5280, 4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return toArrayBuffer(bytes);
}

function commonName(text: string): Name {
  return new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new AttributeValue({ utf8String: text }),
      }),
    ]),
  ]);
}

function extension(extnID: string, critical: boolean, value: unknown): Extension {
  return new Extension({
    extnID,
    critical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
