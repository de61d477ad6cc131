// Copies the files that the package reads at run time and the compiler does not copy: the shell of
// a workflow's steps, for core/workflows/embed.js, and the build context of linked mirrors.
import { cpSync } from "node:fs";

const at = (path) => new URL(`../${path}`, import.meta.url);
for (const folder of ["core/workflows/steps", "components/mirror/nothing"]) {
  cpSync(at(folder), at(`dist/${folder}`), { recursive: true });
}
