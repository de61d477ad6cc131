// What the packed package reads of its own folder, and no compiler copies there: the shell of a
// workflow's steps, for core/workflows/embed.js, and the folder that a linked mirror is built from.
import { cpSync } from "node:fs";

const at = (path) => new URL(`../${path}`, import.meta.url);
for (const folder of ["core/workflows/steps", "components/mirror/nothing"]) {
  cpSync(at(folder), at(`dist/${folder}`), { recursive: true });
}
