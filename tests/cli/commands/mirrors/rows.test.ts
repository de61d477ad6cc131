import {
  mirrorsExitCode,
  type MirrorRow,
  type MirrorState,
} from "../../../../cli/commands/mirrors/rows";

const row = (state: MirrorState): MirrorRow => ({ mirror: "a", copied: [], source: [], state });

it.each<[number, readonly MirrorState[]]>([
  [0, []],
  [0, ["current", "current"]],
  [1, ["current", "behind"]],
  [1, ["not copied"]],
  [1, ["overwritten", "unknown"]],
  [2, ["current", "unknown"]],
])("ends with %d if tags are %j", (code, states) => {
  expect(mirrorsExitCode(states.map(row))).toBe(code);
});
