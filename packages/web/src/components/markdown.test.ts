import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown.js";

const drawn = (text: string): string => renderToStaticMarkup(createElement(Markdown, { text }));

test.each([
  ["<script>alert(1)</script>", "<script"],
  ["<img src=x onerror=alert(1)>", "<img"],
  ["a <b onclick=alert(1)>b</b>", "<b "],
  ["[x](javascript:alert(1))", "<a"],
  ["[x](JaVaScRiPt:alert(1))", "<a"],
  ["[x](&#106;avascript:alert(1))", "<a"],
  ["[x](data:text/html,<script>alert(1)</script>)", "<a"],
  ["[x](/v1/session)", "<a"],
  ["[x](//elsewhere.example)", "<a"],
  ["![x](https://tracker.example/pixel.gif)", "<img"],
  ['<https://a.example/"onmouseover=alert(1)>', "onmouseover=alert"],
])("%s does nothing in the page", (text, markup) => {
  const html = drawn(text);
  if (markup.startsWith("<")) expect(html).not.toContain(markup);
  else expect(html).not.toContain(`"${markup}`);
});

test("what Markdown is for is drawn: emphasis, code, lists, quotes, links", () => {
  const html = drawn(
    "It is *the* **cache**, `a < b`:\n\n- one\n- two\n\n> said\n\nsee https://a.example/x?y=1&z",
  );
  for (const part of [
    "<em>the</em>",
    "<strong>cache</strong>",
    "a &lt; b</code>",
    "<li>one</li>",
    "<blockquote",
  ])
    expect(html).toContain(part);
  expect(html).toContain('href="https://a.example/x?y=1&amp;z"');
  expect(html).toContain('rel="noopener noreferrer nofollow"');
});

test("what is nested without end is drawn in no time", () => {
  const html = drawn(`${"> ".repeat(5000)}deep ${"*a ".repeat(1000)}${"[".repeat(2000)}`);
  expect(html).toContain("deep");
});
