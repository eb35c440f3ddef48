// A browser for the tests, and what is watched in it: whatever a page should not do is noted, and fails the test.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { chromium } from "playwright-core";

/** Where the program listens. */
export const base = process.env.GUIJU_URL?.replace(/\/$/, "");
assert(base, "GUIJU_URL: the address of a running `guiju serve`");

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Who runs as root, as machines for tests do, has no sandbox.
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** A text with many faults, as somebody would paste it. */
export const FAULTY = readFileSync(new URL("faulty.md", import.meta.url), "utf8");

/** Files of the kinds that people drop. */
export function files() {
  const folder = new URL("../content/", import.meta.url);
  const names = readdirSync(folder).sort();
  return [".docx", ".html", ".md"].map((kind) => new URL(names.find((name) => name.endsWith(kind)), folder).pathname)
    .map(decodeURIComponent);
}

/** A browser; `t` is the test that closes it. */
export async function launch(t) {
  const browser = await chromium.launch({ executablePath, args });
  t.after(() => browser.close());
  return browser;
}

/** A page in a profile of its own, and what it did that it must not do. */
export async function open(browser, { mode = "light", width = 1440, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    baseURL: base,
    locale: "zh-CN",
    colorScheme: mode === "dark" ? "dark" : "light",
    ...options,
  });
  if (mode === "large") await context.addCookies([{ name: "guiju-look", value: "light.large", url: base }]);
  const wrongs = [];
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && origin !== base) wrongs.push(`asked ${request.url()}`);
  });
  context.on("dialog", (dialog) => {
    // Whether somebody means to leave is asked where work would be lost; tests that look at it watch for it.
    if (dialog.type() === "beforeunload") return dialog.accept();
    wrongs.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("weberror", (error) => wrongs.push(`error ${error.error()}`));
  context.on("console", (message) => {
    if (/Content.Security|Trusted ?Type|Refused/i.test(message.text())) wrongs.push(message.text());
  });
  await context.exposeBinding("hacked", ({ page }) => wrongs.push(`script ran on ${page.url()}`));
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`Content-Security-Policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    ),
  );
  const page = await context.newPage();
  return { context, page, wrongs };
}

/** Whether anything of the page can only be reached by scrolling sideways. */
export const isTooWide = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
