import { X509Certificate } from "node:crypto";
import { join } from "node:path";

import { PRIVATE, READABLE, readIfThere, replaceFile } from "../files";
import type { Identity } from "./issue";
import { makeIdentity } from "./issue";

export interface CertificateFiles {
  authorityFile: string;
  bundleFile: string;
}

/** Where Go looks for the system's authorities, in its order (crypto/x509/root_linux.go). */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const MONTH_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

/** The directory's own authority and certificate, made at the first start, and before they end. */
export async function loadIdentity(directory: string): Promise<Identity> {
  const path = join(directory, "identity.json");
  const text = await readIfThere(path);
  if (text !== null) {
    const identity = JSON.parse(text) as Identity;
    const end = Date.parse(new X509Certificate(identity.certificate).validTo);
    if (end - Date.now() > MONTH_MILLISECONDS) return identity;
  }
  const identity = makeIdentity();
  await replaceFile(path, JSON.stringify(identity), PRIVATE);
  return identity;
}

/**
 * The authority alone (for Node's NODE_EXTRA_CA_CERTS, which adds) and together with those trusted
 * already (for SSL_CERT_FILE, which replaces).
 */
export async function writeCertificateFiles(
  directory: string,
  identity: Identity,
): Promise<CertificateFiles> {
  const authorityFile = join(directory, "authority.pem");
  const bundleFile = join(directory, "bundle.pem");
  const trusted = await trustedAlready(bundleFile);
  await replaceFile(authorityFile, identity.authority, READABLE);
  await replaceFile(bundleFile, `${trusted.trimEnd()}\n${identity.authority}`, READABLE);
  return { authorityFile, bundleFile };
}

async function trustedAlready(ownBundle: string): Promise<string> {
  const named = process.env.SSL_CERT_FILE;
  // A shell that was given our own bundle must not make it grow with each start.
  const candidates = named && named !== ownBundle ? [named, ...SYSTEM_BUNDLES] : SYSTEM_BUNDLES;
  for (const candidate of candidates) {
    const text = await readIfThere(candidate);
    if (text !== null) return text;
  }
  return "";
}
