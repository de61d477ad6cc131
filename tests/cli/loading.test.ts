import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

it("no command loads Pulumi's libraries before it needs them", () => {
  const code = `
    require("tsx/cjs/api").register();
    require("./cli/main.ts");
    for (const name of ["doctor", "explain", "init", "mirrors", "outputs", "push", "status", "workflow"]) {
      require("./cli/commands/" + name + "/main.ts");
    }
    console.log(JSON.stringify(Object.keys(require.cache)));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", code], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const loaded = JSON.parse(stdout) as readonly string[];
  expect(loaded.filter((file) => file.endsWith(join("push", "main.ts")))).toHaveLength(1);
  // Its version is in a file that loads nothing else.
  const pulumi = /node_modules[\\/]@pulumi[\\/](?!pulumi[\\/]version\.js$)/;
  expect(loaded.filter((file) => pulumi.test(file))).toEqual([]);
});
