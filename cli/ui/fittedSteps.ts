import { Steps, type Screen } from "../../core/text/progress";
import { columns, fitted } from "./columns";

/** What stands before a step's result, in the longest case. */
const longestHead = 45;

/** Steps that tell of a failure below their own line, where it is too long to stand behind it. */
export class FittedSteps extends Steps {
  constructor(
    total: number,
    private readonly terminal: Screen,
  ) {
    super(total, terminal);
  }

  override fail(result: string): void {
    const [first = ""] = result.split("\n");
    const isLong = this.terminal.isTTY === true && longestHead + first.length > columns;
    super.fail(`${isLong ? "\n" : ""}${fitted(result, this.terminal)}`);
  }
}
