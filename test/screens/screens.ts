import type { Page } from "playwright-core";
import type { RunningWorld } from "../stories/running-world.js";
import { BUSY, EMPTY, issueOf } from "./seed.js";

/** A page in a state worth seeing. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly isSignedOut?: boolean;
  /** A page as people come to it, and not a state of one: seen in every light and on every device. */
  readonly isPage?: boolean;
  /** Answers of the service in place of its own: for what a healthy one does not show. */
  readonly answers?: Readonly<Record<string, { readonly status: number; readonly json: object } | "never">>;
  /** What a person does before the picture is taken. */
  act?(page: Page): Promise<void>;
}

/** Every page, with what it holds when it is full, empty, waiting and broken. */
export async function screens(world: RunningWorld): Promise<readonly Screen[]> {
  const list = `/projects/${BUSY}`;
  const issue = await issueOf(world, "TypeError: total");
  const long = await issueOf(world, "TypeError: Cannot read");
  const japanese = await issueOf(world, "注文エラー");
  return [
    { name: "sign-in", isPage: true, path: "/sign-in", isSignedOut: true },
    { name: "sign-in-refused", path: "/sign-in", isSignedOut: true, act: enterWrongKey },
    { name: "projects", isPage: true, path: "/projects" },
    { name: "projects-delete", path: "/projects", act: askToDelete },
    { name: "inbox", isPage: true, path: "/issues" },
    { name: "issues", isPage: true, path: list },
    { name: "issues-all", path: `${list}?status=all&sort=count` },
    { name: "issues-selected", path: list, act: selectTwo },
    { name: "issues-nothing-found", path: `${list}?query=nobody-wrote-this` },
    { name: "issues-empty", path: `/projects/${EMPTY}` },
    { name: "issues-loading", path: list, answers: { "**/v1/projects/*/issues?*": "never" } },
    { name: "issues-failed", path: list, answers: { "**/v1/projects/*/issues?*": BROKEN } },
    { name: "issue", isPage: true, path: `${list}/issues/${issue}` },
    { name: "issue-long", path: `${list}/issues/${long}` },
    { name: "issue-japanese", path: `${list}/issues/${japanese}` },
    { name: "issue-missing", path: `${list}/issues/iss_0` },
    { name: "releases", isPage: true, path: `${list}/releases` },
    { name: "releases-empty", path: `/projects/${EMPTY}/releases` },
    { name: "release", path: `${list}/releases/shop%404.12.0` },
    { name: "setup", isPage: true, path: `${list}/setup` },
    { name: "setup-source-maps", path: `${list}/setup`, act: scrollToSourceMaps },
    { name: "setup-waiting", path: `/projects/${EMPTY}/setup` },
    { name: "notify-all", isPage: true, path: "/notifications" },
    { name: "status", isPage: true, path: "/status" },
    { name: "access", isPage: true, path: "/access" },
    { name: "palette", path: list, act: openPalette },
    { name: "keyboard", path: list, act: openKeyboard },
    { name: "menu", path: list, act: openMenu },
    { name: "not-found", path: "/projects/shop/nowhere/else" },
  ];
}

const BROKEN = {
  status: 422,
  json: { code: "bad_cursor", detail: "This cursor is not from this list. Start again without one." },
};

async function enterWrongKey(page: Page): Promise<void> {
  await page.fill("input[type=password]", "not-the-key");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=alert]:not(:empty)");
}

async function askToDelete(page: Page): Promise<void> {
  await page.locator("main li button").first().click();
  await page.getByRole("menuitem").last().click();
  await page.waitForSelector("dialog[open]");
}

async function selectTwo(page: Page): Promise<void> {
  await page.waitForSelector("main li");
  for (const key of ["j", "j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.waitForSelector("[role=toolbar]");
}

async function openPalette(page: Page): Promise<void> {
  await page.waitForSelector("main li");
  await page.keyboard.press("j");
  await page.keyboard.press("Control+k");
  await page.waitForSelector("dialog[open]");
}

const scrollToSourceMaps = (page: Page): Promise<void> =>
  page.getByRole("list", { name: "Source maps" }).scrollIntoViewIfNeeded();

async function openMenu(page: Page): Promise<void> {
  await page.waitForSelector("main li");
  await page.locator("header button[aria-haspopup=menu]").last().click();
  await page.waitForSelector("[role=menuitemradio]");
}

async function openKeyboard(page: Page): Promise<void> {
  await page.waitForSelector("main li");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
}
