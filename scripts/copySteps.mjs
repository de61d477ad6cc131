// A workflow's steps are files of shell: the packed package has them where its workflows/embed.js
// looks for them, and no compiler copies them there.
import { cpSync } from "node:fs";

const at = (path) => new URL(`../${path}`, import.meta.url);
cpSync(at("workflows/steps"), at("dist/workflows/steps"), { recursive: true });
