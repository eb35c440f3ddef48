// How pages look: nothing that axe-core objects to in any mode, nothing to be scrolled sideways for, large print that is
// large, paper without what belongs on screens, and little to load.
import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { FAULTY, files, isTooWide, launch, open } from "./browser.js";

const WIDTHS = [1440, 768, 320];
/** All that a page may weigh when it is first seen, in bytes. */
const HEAVIEST = 120_000;

const address = (path) => (page) => page.goto(path);
const pasted = (where) => async (page) => {
  await page.goto(where);
  await page.locator("textarea[name=text]").fill(FAULTY);
  await page.locator("form.check").getByRole("button").last().click();
  await page.locator(".finding").first().waitFor();
};
/** Every page, and what pages become. */
const PAGES = {
  home: address("/"),
  found: async (page) => {
    await page.goto("/search?q=材料不全怎么办&status=all");
    await page.locator(".hit h2 a").first().focus();
  },
  typed: async (page) => {
    await page.goto("/");
    await page.locator("#q").fill("一次性告知");
    await page.locator(".hit").first().waitFor();
  },
  nothing: address("/search?q=qqqzzz"),
  regulation: address("/id/time-limited-completion#a3"),
  article: address("/id/one-time-notification/19"),
  topic: address("/compare?q=材料不全"),
  beside: address("/compare?left=time-limited-completion&right=one-time-notification"),
  desk: async (page) => {
    await page.goto("/check");
    await page.locator("#files").setInputFiles(files());
  },
  findings: async (page) => {
    await pasted("/check")(page);
    await page.locator(".found").first().click();
  },
  rules: address("/rules"),
  tried: pasted("/rules/C03"),
  library: address("/library"),
  problem: address("/there-is-none"),
  keys: async (page) => {
    await page.goto("/");
    await page.getByRole("button", { name: "键盘快捷键" }).click();
  },
};

test("in every mode, at every width", { concurrency: 2 }, async (t) => {
  const browser = await launch(t);
  const tried = ["light", "dark", "large"].map((mode) =>
    t.test(mode, async () => {
      const { page, wrongs } = await open(browser, { mode });
      for (const [name, prepare] of Object.entries(PAGES)) {
        await page.setViewportSize({ width: WIDTHS[0], height: 900 });
        await prepare(page);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await judge(page, mode, `${name}-${mode}-${width}`);
        }
      }
      assert.deepEqual(wrongs, []);
    }),
  );
  await Promise.all(tried);
});

async function judge(page, mode, where) {
  if (process.env.GUIJU_SHOTS) await page.screenshot({ path: `${process.env.GUIJU_SHOTS}/${where}.png` });
  assert.equal(await isTooWide(page), false, `${where} scrolls sideways`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"], preload: false }));
  const told = violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`)]);
  assert.deepEqual(told, [], where);
  if (mode === "large") assert.deepEqual(await page.evaluate(tooSmall), [], where);
}

/** What is smaller than large print promises: text under 20 px, and things to press under 44 px. */
function tooSmall() {
  const isShown = (element) => element.checkVisibility() && !element.closest(".hidden") && element.getClientRects().length;
  const all = [...document.querySelectorAll("body *")].filter(isShown);
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const text = all.filter((element) => says(element) && parseFloat(getComputedStyle(element).fontSize) < 20);
  const pressed = all.filter((element) => element.matches("button, select, input:not([type=checkbox]), textarea, summary, .top a, .chips a, .near a"));
  const small = pressed.filter((element) => element.getBoundingClientRect().height < 43.5);
  return [...text, ...small].slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}

test("little to load", async (t) => {
  const browser = await launch(t);
  const { page, wrongs } = await open(browser);
  let weight = 0;
  const bodies = [];
  page.on("response", (response) => bodies.push(response.body().then((body) => (weight += body.length))));
  await page.goto("/", { waitUntil: "networkidle" });
  await Promise.all(bodies);
  assert(bodies.length >= 3 && weight < HEAVIEST, `${weight} bytes`);
  assert.deepEqual(wrongs, []);
});

test("on paper", async (t) => {
  const browser = await launch(t);
  const { page } = await open(browser, { mode: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto("/id/time-limited-completion");
  for (const screen of ["header.top", "footer.bottom", "nav.tree", "form"]) {
    for (const element of await page.locator(screen).all()) assert.equal(await element.isVisible(), false, screen);
  }
  assert(await page.locator(".article").first().isVisible());
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  assert.equal(ink, "rgb(33, 31, 28)", "dark on white, whatever the screen is");
  assert((await page.pdf({ preferCSSPageSize: true })).length > 10_000);
});

test("in the colours of the system, and without motion", async (t) => {
  const browser = await launch(t);
  const { page } = await open(browser, { forcedColors: "active", reducedMotion: "reduce" });
  await pasted("/check")(page);
  const lines = await page.locator(".found").evaluateAll((found) => found.map((one) => getComputedStyle(one).textDecorationLine));
  assert(lines.every((line) => line === "underline"));
  await page.locator(".found").first().focus();
  await page.keyboard.press("Tab");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(ring, "solid");
});
