// Whatever somebody writes, names a file or asks for stays text: no page runs it, asks anything of anybody for it, or makes
// an element of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open } from "./browser.js";

/** What ends the text that a careless page would have begun. */
const ENDS = ["", '"', "'", '">', "'>", "</title>", "</textarea>", "</script>", "</select>", "-->", "`", "&quot;&gt;", "</a></p></div>", "\u2028"];
/** What would then run, or lead away. */
const SCRIPTS = [
  "<script>hacked()</script>",
  "<img src=x onerror=hacked()>",
  "<svg onload=hacked()>",
  "<svg><script>hacked()</script>",
  '<iframe srcdoc="<script>parent.hacked()</script>">',
  "<details open ontoggle=hacked()>",
  "<input autofocus onfocus=hacked()>",
  " autofocus onfocus=hacked() x=",
  '<a href="javascript:hacked()">点这里</a>',
  "[点这里](javascript:hacked())",
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=javascript:hacked()">',
  '<form action="//evil.example"><input name=q></form>',
  "<style>@import '//evil.example/x.css'</style>",
  "<video><source onerror=hacked()></video>",
];
const PAYLOADS = ENDS.flatMap((end) => SCRIPTS.map((script) => end + script));

/** Elements that no page of ours has. */
const strangers = () =>
  [...document.querySelectorAll("*")]
    .filter((element) => {
      const { localName, attributes } = element;
      const bad = [...attributes].some(
        ({ name, value }) =>
          name.startsWith("on") || name === "style" || name === "srcdoc" || /^\s*javascript:/i.test(value) && name !== "value" && !name.startsWith("data-") || (["src", "href", "action", "formaction"].includes(name) && /evil/.test(value) && !/^\/search\?/.test(value)),
      );
      const own = localName === "script" && element.getAttribute("src") === "/assets/script.js";
      const foreign = ["script", "iframe", "object", "embed", "base", "style", "svg", "video", "img"].includes(localName);
      return bad || (foreign && !own) || (localName === "meta" && element.httpEquiv);
    })
    .map((element) => element.outerHTML.slice(0, 200));

/** Looks at what a page has become, once its events have run. */
async function look(page, payload) {
  await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.deepEqual(await page.evaluate(strangers), [], payload);
}

assert(PAYLOADS.length >= 200);

/** Tries all payloads, on a few pages at once. */
async function each(browser, job, payloads = PAYLOADS) {
  const waiting = [...payloads];
  const lanes = [0, 1, 2].map(async () => {
    const { page, context, wrongs } = await open(browser);
    for (let payload = waiting.shift(); payload !== undefined; payload = waiting.shift()) {
      await job(page, payload, context);
      await look(page, payload);
    }
    assert.deepEqual(wrongs, []);
    await context.close();
  });
  await Promise.all(lanes);
}

test("in what is asked", async (t) => {
  const browser = await launch(t);
  await each(browser, async (page, payload) => {
    await page.goto(`/search?q=${encodeURIComponent(payload)}&category=${encodeURIComponent(payload)}`);
    assert.equal(await page.locator("#q").inputValue(), payload);
  });
});

test("in what is typed", async (t) => {
  const browser = await launch(t);
  const some = PAYLOADS.filter((_, i) => i % 7 === 0);
  await each(browser, async (page, payload) => {
    await page.goto("/");
    const answered = page.waitForResponse(/part=1/);
    await page.locator("#q").fill(payload);
    await answered;
  }, some);
});

test("in addresses", async (t) => {
  const browser = await launch(t);
  const places = ["id/", "id/time-limited-completion/", "rules/", "compare?left=", "compare?q=", "search?q=a&issuer=", ""];
  let turn = 0;
  await each(browser, (page, payload) => page.goto(`/${places[turn++ % places.length]}${encodeURIComponent(payload)}`));
});

/** As many heaps of a few payloads each. */
const HEAPS = Array.from({ length: 14 }, (_, i) => PAYLOADS.filter((_, at) => at % 14 === i));

test("in cookies", async (t) => {
  const browser = await launch(t);
  await each(browser, async (page, heap, context) => {
    const cookie = heap.map((payload) => `guiju-look=${payload.replace(/[^\x20-\x7e]/g, "")}.${encodeURI(payload)}`).join("; ");
    await context.setExtraHTTPHeaders({ cookie });
    await page.goto("/check");
  }, HEAPS);
});

test("in pasted text", async (t) => {
  const browser = await launch(t);
  const send = async (page, text, address) => {
    await page.goto(address);
    await page.locator("textarea[name=text]").fill(text);
    await page.locator("form.check").getByRole("button").last().click();
    await page.waitForLoadState();
  };
  const guide = (heap) => `# 某某办事指南\n\n## 申请材料\n\n${heap.map((payload) => `1. 其他有关材料 ${payload}`).join("\n\n")}\n`;
  await each(browser, (page, heap) => send(page, guide(heap), "/check"), HEAPS);
  await each(browser, (page, heap) => send(page, guide(heap), "/rules/C03"), HEAPS);
});

test("in names of files and in their text", async (t) => {
  const browser = await launch(t);
  const { page, wrongs } = await open(browser);
  for (const extension of ["md", "html", "txt"]) {
    for (let at = 0; at < PAYLOADS.length; at += 70) {
      const some = PAYLOADS.slice(at, at + 70);
      const inputs = some.map((payload) => ({
        name: `${payload}.${extension}`,
        mimeType: "text/plain",
        buffer: Buffer.from(`办事指南\n\n申请材料：其他有关材料 ${payload}\n`),
      }));
      await page.goto("/check");
      await page.locator("#files").setInputFiles(inputs);
      await look(page, extension);
      // By the form itself, all at once.
      await page.evaluate(() => document.querySelector("#check").submit());
      await page.waitForURL("**/check");
      await page.locator("h1", { hasText: "检查结果" }).waitFor();
      await look(page, extension);
    }
  }
  assert.deepEqual(wrongs, []);
});

test("in reasons", async (t) => {
  const browser = await launch(t);
  const some = PAYLOADS.filter((_, i) => i % 5 === 0);
  await each(browser, async (page, payload) => {
    await page.goto("/check");
    await page.locator("#text").fill("# 某某办事指南\n\n## 申请材料\n\n1. 其他有关材料\n");
    await page.locator("#check").getByRole("button", { name: "检查" }).click();
    const silence = page.locator("details.silence").first();
    await silence.locator("summary").click();
    await silence.locator("input").fill(payload);
    await silence.locator("button[name=silence]").click();
    await page.waitForLoadState();
  }, some);
});
