import type { CDPSession, Locator, Page } from "playwright-core";
import type { Frame } from "./animated-webp.js";

/** 0 to 100. */
const QUALITY = 62;

const CAPTION = "film-caption";
const RING = "film-ring";

/** Takes the pictures of a film, each with a line that says what is seen. */
export class Camera {
  readonly frames: Frame[] = [];

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async on(page: Page): Promise<Camera> {
    return new Camera(page, await page.context().newCDPSession(page));
  }

  /** One picture of the page as it is now, shown so long. `at`: what a ring is drawn around. */
  async take(caption: string, milliseconds: number, at?: Locator): Promise<void> {
    const box = at ? await at.boundingBox() : null;
    await this.page.evaluate(`(${dress})(${JSON.stringify({ caption, box, CAPTION, RING })})`);
    const { data } = await this.session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    this.frames.push({ webp: Buffer.from(data, "base64"), milliseconds });
    await this.page.evaluate(
      `for (const id of ["${CAPTION}", "${RING}"]) document.getElementById(id)?.remove()`,
    );
  }
}

/** Runs in the page, whose policy takes styles that a script sets and none that are written. */
const dress = `({ caption, box, CAPTION, RING }) => {
  const add = (id, text, style) => {
    const element = document.body.appendChild(document.createElement("div"));
    element.id = id;
    element.textContent = text;
    Object.assign(element.style, { position: "fixed", zIndex: "2147483647", pointerEvents: "none", ...style });
  };
  add(CAPTION, caption, {
    left: "0", right: "0", top: "0", padding: "13px 24px", background: "#17171c", color: "#fff",
    font: "600 19px/1.4 ui-sans-serif, system-ui, sans-serif",
  });
  if (box) add(RING, "", {
    left: box.x - 6 + "px", top: box.y - 6 + "px", width: box.width + 12 + "px", height: box.height + 12 + "px",
    border: "3px solid #e5484d", borderRadius: "12px", boxSizing: "border-box",
  });
}`;
