import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";

/**
 * What somebody wrote in Markdown. Nothing of it becomes markup of the page: each piece is drawn as an element of ours, HTML
 * stands there as it was written, images are links, and links lead to the web or to mail alone.
 */
export function Markdown({ text }: { readonly text: string }) {
  return <div className="space-y-2 text-sm wrap-anywhere">{drawn(tokensOf(text)) ?? text}</div>;
}

/** Undefined for what is nested so deep that reading it fails: it is shown as it was written. */
function tokensOf(text: string): readonly Token[] | undefined {
  try {
    return lexer(text, { gfm: true, breaks: true });
  } catch {
    // The reader goes into itself for each level, and there is an end to that.
    return undefined;
  }
}

/** One piece inside another, so many at the most: what is deeper stands there as it was written. */
const DEPTH_MAX = 12;

const drawn = (tokens: readonly Token[] | undefined, depth = 0): ReactNode =>
  tokens?.map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that changes is drawn anew
    <Fragment key={place}>{depth < DEPTH_MAX ? piece(token, depth + 1) : token.raw}</Fragment>
  ));

const INLINE = ["br", "codespan", "del", "em", "escape", "image", "link", "strong", "text"] as const;
const BLOCKS = ["blockquote", "code", "def", "heading", "hr", "list", "paragraph", "space"] as const;
type Inline = Extract<MarkedToken, { readonly type: (typeof INLINE)[number] }>;
type Block = Extract<MarkedToken, { readonly type: (typeof BLOCKS)[number] }>;

const isInline = (token: Token): token is Inline => INLINE.some((type) => type === token.type);
const isBlock = (token: Token): token is Block => BLOCKS.some((type) => type === token.type);

/** A piece of a kind that is not drawn, HTML and tables, stands there as it was written. */
function piece(token: Token, depth: number): ReactNode {
  if (isInline(token)) return inline(token, depth);
  return isBlock(token) ? block(token, depth) : token.raw;
}

function block(token: Block, depth: number): ReactNode {
  switch (token.type) {
    case "paragraph":
      return <p>{drawn(token.tokens, depth)}</p>;
    case "heading":
      return <p className="font-semibold">{drawn(token.tokens, depth)}</p>;
    case "code":
      return (
        <pre className="overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs">
          <code>{token.text}</code>
        </pre>
      );
    case "blockquote":
      return (
        <blockquote className="border-l-2 border-line pl-3 text-soft">
          {drawn(token.tokens, depth)}
        </blockquote>
      );
    case "list":
      return <List list={token} depth={depth} />;
    case "hr":
      return <hr className="border-line" />;
    case "space":
    case "def":
      return null;
  }
}

function inline(token: Inline, depth: number): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{drawn(token.tokens, depth)}</strong>;
    case "em":
      return <em>{drawn(token.tokens, depth)}</em>;
    case "del":
      return <del>{drawn(token.tokens, depth)}</del>;
    case "codespan":
      return <code className="rounded bg-sunken px-1 font-mono text-xs">{token.text}</code>;
    case "link":
      return <Anchor href={token.href}>{drawn(token.tokens, depth)}</Anchor>;
    case "image":
      return <Anchor href={token.href}>{token.text || token.href}</Anchor>;
    case "br":
      return <br />;
    case "text":
      return "tokens" in token && token.tokens ? drawn(token.tokens, depth) : token.text;
    case "escape":
      return token.text;
  }
}

function List({ list, depth }: { readonly list: Tokens.List; readonly depth: number }) {
  const items = list.items.map((item, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text that changes is drawn anew
    <li key={place}>{drawn(item.tokens, depth)}</li>
  ));
  if (!list.ordered) return <ul className="list-disc space-y-1 pl-5">{items}</ul>;
  return (
    <ol className="list-decimal space-y-1 pl-5" start={typeof list.start === "number" ? list.start : 1}>
      {items}
    </ol>
  );
}

function Anchor({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!isSafe(href)) return <>{children}</>;
  return (
    <a
      href={href}
      rel="noopener noreferrer nofollow"
      target="_blank"
      className="font-medium text-accent underline underline-offset-2"
    >
      {children}
    </a>
  );
}

/** True for whole addresses of the web and of mail: whatever else an address can do, it does not do from here. */
function isSafe(href: string): boolean {
  return URL.canParse(href) && ["http:", "https:", "mailto:"].includes(new URL(href).protocol);
}
