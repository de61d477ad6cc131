import type { CaseResult, Report } from "../model";
import { formatMetric, formatRatio, mainValue } from "./format";

const width = 900;
const labelWidth = 330;
const barWidth = 380;
const line = 20;

/** A line of the plot: its height, and how to draw it at a position. */
interface Line {
  readonly height: number;
  readonly draw: (y: number) => string;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}"${attributes}>${escaped}</text>`;
}

/** A horizontal bar for each median. The longest bar of a case has the full width. */
export function renderSvg({ comparisons }: Pick<Report, "comparisons">): string {
  const lines = comparisons.flatMap(({ title, cases }): Line[] => [
    { height: 44, draw: (y) => text(10, y + 34, title, ' font-size="18" font-weight="bold"') },
    ...cases.flatMap(linesOf),
  ]);
  const drawn: string[] = [];
  let y = 0;
  for (const { height, draw } of lines) {
    drawn.push(draw(y));
    y += height;
  }
  const height = y + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function linesOf(result: CaseResult): readonly Line[] {
  const values = result.contenders.map((contender) => mainValue(result, contender));
  const longest = Math.max(...values.map((value) => value ?? 0));
  return [
    { height: 30, draw: (y) => text(10, y + 22, result.label, ' font-weight="bold"') },
    ...result.contenders.map((contender, index) => {
      const value = values[index];
      const length = longest === 0 ? 0 : ((value ?? 0) / longest) * barWidth;
      const figures = [
        value === undefined ? "failed" : formatMetric(result.metric, value),
        formatRatio(result, contender),
      ];
      const color = index === 0 ? "#0969da" : "#8c959f";
      const draw = (y: number): string =>
        [
          text(labelWidth - 8, y + 14, contender.label, ' text-anchor="end"'),
          `<rect x="${labelWidth}" y="${y + 2}" width="${length.toFixed(1)}" height="${line - 5}" fill="${color}"/>`,
          text(labelWidth + length + 6, y + 14, figures.filter(Boolean).join(", ")),
        ].join("\n");
      return { height: line, draw };
    }),
  ];
}
