import type { PublishPlan } from "./plan";
import type { StackPlan } from "./stackPlan";

/** A repository with two images; the documentation shows its workflow. */
export const examplePlan: PublishPlan = {
  owner: "hellocplusplus0",
  repository: "v7",
  registry: "ghcr.io",
  secretName: "GHCR_TOKEN",
  authentication: "token",
  branch: "main",
  attest: true,
  images: [
    {
      name: "v7/backend",
      context: "backend",
      tags: ["{{tag}}", "latest"],
      platforms: ["linux/amd64", "linux/arm64"],
      visibility: "public",
    },
    {
      name: "v7/web",
      context: "web",
      dockerfile: "web/Dockerfile",
      buildArgs: { API_URL: "https://api.example.com" },
      tags: ["{{tag}}", "latest"],
      platforms: ["linux/amd64", "linux/arm64"],
      visibility: "public",
    },
  ],
};

/** A stack; the documentation shows its workflow. */
export const exampleStack: StackPlan = {
  owner: "hellocplusplus0",
  repository: "infrastructure",
  stack: "prod",
  folder: ".",
  branch: "main",
  secrets: ["PULUMI_CONFIG_PASSPHRASE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  backend: "s3://hellocplusplus0-state?region=eu-central-1",
  driftSchedule: "37 4 * * *",
  pulumiVersion: "3.255.0",
  builder: { emulated: ["linux/arm64"] },
};
