// In this order: most browsers also call themselves Chrome and Safari.
const BROWSERS: readonly (readonly [name: string, mark: RegExp])[] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[\d.]* (?:Mobile(?:\/\S+)? )?Safari\//],
  ["curl", /^curl\/(\d+)/],
];
const BOT = /bot|crawler|spider/i;

/** `Firefox 128` for a browser's user agent, the first word of any other, undefined without one. */
export function browserName(userAgent: string | undefined): string | undefined {
  if (!userAgent) return undefined;
  if (BOT.test(userAgent)) return "bot";
  for (const [name, mark] of BROWSERS) {
    const version = mark.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return userAgent.split(/[\s/]/)[0];
}
