import * as pulumi from "@pulumi/pulumi";
import { Token } from "../ghcr/token";

/**
 * Which token pushed a package, by its fingerprint, which tells nothing else of it. It stands in the
 * state, so that the next preflight need not ask whether that token may push.
 */
export function publishedBy(token: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.unsecret(pulumi.output(token).apply((value) => new Token(value).fingerprint));
}
