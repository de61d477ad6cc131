import type { PublishPlan } from "./plan";

/** A repository with two images, whose workflow the documentation shows. */
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
