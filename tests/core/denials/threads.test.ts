import { recognise, type Recognised } from "../../../core/denials";
import { fromThreads } from "./quoted";

const ids = (findings: readonly Recognised[]): readonly (string | null)[] =>
  findings.map(({ denial }) => denial?.id ?? null);

it.each(fromThreads)("%s is %s, alone", (text, id) => {
  expect(ids(recognise(text))).toEqual([id]);
});
