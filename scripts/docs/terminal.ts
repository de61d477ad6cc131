/** The size of a character, in pixels. */
const cell = { width: 8, height: 20 };
const padding = 16;
const titleBar = 32;

const defaultColor = "#c9d1d9";

/** Colors by the beginning of a line. */
const colors: readonly (readonly [RegExp, string])[] = [
  [/^\$ /, "#ffffff"],
  [/^\[\d+\/\d+\]/, "#79c0ff"],
  [/^ *\+ /, "#7ee787"],
  [/^ *…$/, "#8b949e"],
];

/** Draws a terminal with a command and its output, as an SVG of text and shapes. */
export function terminalPicture(command: string, printed: string): string {
  const lines = [`$ ${command}`, ...printed.split("\n")];
  const width = 2 * padding + cell.width * Math.max(...lines.map(({ length }) => length));
  const height = titleBar + cell.height * lines.length + padding;
  const font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" xml:space="preserve">`,
    `  <title>${escapeXml(command)}</title>`,
    `  <rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (color, index) =>
        `  <circle cx="${padding + 6 + 20 * index}" cy="${titleBar / 2}" r="6" fill="${color}"/>`,
    ),
    `  <g font-family="${font}" font-size="13">`,
    ...lines.flatMap((line, index) => (line.trim() === "" ? [] : [`    ${drawLine(line, index)}`])),
    "  </g>",
    "</svg>",
  ].join("\n")}\n`;
}

/** `textLength` keeps the columns aligned in any font. */
function drawLine(line: string, index: number): string {
  const text = line.trim();
  const x = padding + cell.width * line.indexOf(text);
  const y = titleBar + cell.height * index + 14;
  const [, ink = defaultColor] = colors.find(([begins]) => begins.test(line)) ?? [];
  return `<text x="${x}" y="${y}" textLength="${cell.width * text.length}" fill="${ink}">${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
