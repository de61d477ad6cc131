import { recognize, type RecognizedDenial } from "../../../core/denials";
import { fromThreads } from "./quoted";

const ids = (findings: readonly RecognizedDenial[]): readonly (string | null)[] =>
  findings.map(({ denial }) => denial?.id ?? null);

it.each(fromThreads)("%s is %s, alone", (text, id) => {
  expect(ids(recognize(text))).toEqual([id]);
});
