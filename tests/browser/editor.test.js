// What editors of guides do: paste, read what was found, go there and back, drop files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { FAULTY, files, launch, open } from "./browser.js";

const paste = async (page, text = FAULTY) => {
  await page.goto("/check");
  await page.locator("#text").fill(text);
  await page.locator("#check").getByRole("button", { name: "检查" }).click();
  await page.locator(".finding").first().waitFor();
};

/** Drops files on the page, as a hand does. */
async function drop(page, paths) {
  const dropped = paths.map((path) => [basename(path), readFileSync(path).toString("base64")]);
  await page.evaluate((dropped) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of dropped) {
      dataTransfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, { lastModified: 0 }));
    }
    for (const type of ["dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, dropped);
}

/** Marked stretches lead to their findings and back; the number of the last one. */
async function leadsBothWays(page) {
  const numbers = await page.locator(".sheet .text .found[id^=m]").evaluateAll((found) => found.map(({ id }) => id.slice(1)));
  assert(numbers.length > 3, `${numbers.length} marked`);
  const tried = numbers.slice(0, 4);
  for (const number of tried) {
    await page.locator(`#m${number}`).click();
    assert.match(page.url(), new RegExp(`#f${number}$`));
    await seen(page, `#f${number}`);
    await page.locator(`#f${number} .where`).first().click();
    assert.match(page.url(), new RegExp(`#m${number}$`));
    await seen(page, `#m${number}`);
  }
  return tried.at(-1);
}

/** Waits until the middle of an element's top edge is in the window. */
const seen = (page, selector) =>
  page.waitForFunction((selector) => {
    const { top, left } = document.querySelector(selector).getBoundingClientRect();
    return top >= 0 && top < innerHeight && left >= 0 && left < innerWidth;
  }, selector);

for (const javaScriptEnabled of [true, false]) {
  test(`pasted text, ${javaScriptEnabled ? "with" : "without"} a script`, async (t) => {
    const browser = await launch(t);
    const { page, wrongs } = await open(browser, { javaScriptEnabled });
    await paste(page);
    assert((await page.locator(".finding").count()) > 5);
    const level = page.locator(".finding", { has: page.locator(".code", { hasText: "C03" }) }).first();
    assert.match(await level.textContent(), /错误/);
    if (javaScriptEnabled) {
      const number = await leadsBothWays(page);
      for (const id of [`m${number}`, `f${number}`]) {
        assert.match(await page.locator(`#${id}`).getAttribute("class"), /current/);
      }
    } else {
      // There is nothing to ask the page with; the addresses are enough.
      const mark = page.locator(".sheet .text .found[id^=m]").first();
      const number = (await mark.getAttribute("id")).slice(1);
      await mark.click();
      assert.match(page.url(), new RegExp(`#f${number}$`));
      await page.locator(`#f${number} .where`).first().click();
      assert.match(page.url(), new RegExp(`#m${number}$`));
    }
    // The article opens beside the page, on which the work is.
    const opened = page.context().waitForEvent("page");
    await page.locator(".finding blockquote a").first().click();
    await (await opened).waitForURL("**/id/**");
    assert((await page.locator(".finding").count()) > 5);
    assert.deepEqual(wrongs, []);
  });

  test(`mending, ${javaScriptEnabled ? "with" : "without"} a script`, async (t) => {
    const browser = await launch(t);
    const { page, wrongs } = await open(browser, { javaScriptEnabled });
    await paste(page);
    const count = () => page.locator(".finding").count();
    const before = await count();

    // One edit that the page proposes.
    await page.locator(".finding button[name=fix]").first().click();
    await page.locator(".finding").first().waitFor();
    const mended = await count();
    assert(mended < before, `${mended} of ${before}`);

    // A reason is asked for; with it the finding is gone.
    const silence = page.locator("details.silence").first();
    await silence.locator("summary").click();
    await silence.locator("input").fill("本级文件另有规定");
    await silence.locator("button[name=silence]").click();
    await page.locator(".finding").first().waitFor();
    assert((await count()) < mended);

    const fetched = async (button) => {
      const waiting = page.waitForEvent("download");
      await button.click();
      const download = await waiting;
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const fixed = await fetched(page.locator("button[formaction='/check/fixed']").first());
    assert.match(fixed.bytes.toString(), /规矩：忽略 \w+ 因为 本级文件另有规定/);
    for (const format of ["xlsx", "csv", "markdown"]) {
      const report = await fetched(page.locator(`button[formaction='/check/report'][value=${format}]`).first());
      assert(report.bytes.length > 200, report.name);
    }
    assert.deepEqual(wrongs, []);
  });
}

test("work that is on the page alone is not lost without a question", async (t) => {
  const browser = await launch(t);
  const { page, wrongs } = await open(browser);
  const asked = [];
  page.on("dialog", (dialog) => asked.push(dialog.type()));
  const leave = async () => {
    asked.length = 0;
    await page.getByRole("link", { name: "规则", exact: true }).click();
    await page.waitForURL("**/rules");
    return asked.length;
  };
  const download = async (button) => {
    const waiting = page.waitForEvent("download");
    await button.click();
    await waiting;
  };
  await paste(page);
  assert.equal(await leave(), 1, "checked, and nothing downloaded");
  await paste(page);
  await download(page.locator("button[formaction='/check/report'][value=xlsx]"));
  assert.equal(await leave(), 0, "the report was downloaded");

  await paste(page);
  const fixes = page.locator(".finding button[name=fix]");
  const at = await fixes.last().evaluate((button) => button.getAttribute("formaction").split("#")[1]);
  await fixes.last().click();
  await page.locator(".good.done").waitFor();
  assert.deepEqual(asked, [], "the files go along");
  // One is led back to where one was, and told there what was done.
  assert.equal(await page.evaluate(() => document.activeElement.id), at);
  await seen(page, `#${at}`);
  await page.locator(".told", { hasText: "改了 1 处" }).waitFor();
  assert.equal(await leave(), 1, "changed, and not downloaded");

  await paste(page);
  await fixes.last().click();
  await page.locator(".good.done").waitFor();
  await download(page.locator("button[formaction='/check/report'][value=xlsx]"));
  assert.equal(await leave(), 1, "a report has not what was changed");
  await paste(page);
  await fixes.last().click();
  await page.locator(".good.done").waitFor();
  await download(page.locator("button[formaction='/check/fixed']"));
  assert.equal(await leave(), 0, "the changed file was downloaded");

  // Without a document the key for the box leads to the page that has one.
  await page.keyboard.press("/");
  await page.waitForURL((url) => url.pathname === "/");
  assert.deepEqual(wrongs, []);
});

test("files of one name are told apart, and one that is refused is named", async (t) => {
  const browser = await launch(t);
  const { page } = await open(browser);
  await page.goto("/check");
  const file = (text, lastModified) => ({ name: "指南.md", mimeType: "text/markdown", buffer: Buffer.from(text), lastModified });
  await page.locator("#files").setInputFiles([file(FAULTY), file(`${FAULTY}\n另一份。`), file(`${FAULTY}\n第三份，检查不完。`)]);
  let refused = 0;
  await page.route("**/check", async (route) => {
    if (!route.request().postData()?.includes("检查不完")) return route.continue();
    refused += 1;
    await route.fulfill({ status: 503, contentType: "text/html", body: "<main><h1>没有办成</h1><p>55 秒内没有检查完。</p></main>" });
  });
  await page.locator("#check").getByRole("button", { name: "检查" }).last().click();
  await page.locator(".account").waitFor();
  const names = await page.locator(".sheet h2").allTextContents();
  assert.deepEqual(names, ["指南.md", "指南（2）.md"]);
  const notes = await page.locator("main > .note").allTextContents();
  assert.deepEqual(notes, ["“指南（3）.md”没有检查：55 秒内没有检查完。"]);
  assert.equal(refused, 1, "it is not sent again with the others");
  // Another run in the place of this one is asked for, too.
  const asked = page.waitForEvent("dialog");
  await page.locator("#check").getByRole("button", { name: "检查" }).last().click();
  assert.match((await asked).message(), /还没有下载/);
  assert.deepEqual(await page.locator(".sheet h2").allTextContents(), names, "whoever stays keeps the results");
  assert.match(await page.locator(".account").textContent(), /检查了 2 个文件/);
});

test("three files dropped", async (t) => {
  const browser = await launch(t);
  const { page, wrongs } = await open(browser);
  await page.goto("/check");
  const dropped = files();
  await drop(page, dropped);
  const listed = page.locator(".files li");
  assert.equal(await listed.count(), 3);
  await drop(page, dropped.slice(0, 1));
  assert.equal(await listed.count(), 3, "the same file once");
  assert.equal(await page.locator("#files").evaluate((input) => input.files.length), 3);
  const name = basename(dropped[1]);
  await page.getByRole("button", { name: `移去 ${name}` }).click();
  assert(!(await listed.allTextContents()).join().includes(name));
  await page.locator("#files").setInputFiles([dropped[1]]);

  await page.locator("#text").fill(FAULTY);
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.postData()));
  await page.keyboard.press("Control+Enter");
  await page.locator(".account").waitFor();
  assert.equal(await page.locator(".sheet").count(), sent.length - 1);
  const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length, "every name once");
  await leadsBothWays(page);

  // The same page as without a script.
  const without = await open(browser, { javaScriptEnabled: false });
  await without.page.goto("/check");
  await without.page.locator("#text").fill(FAULTY);
  await without.page.locator("#files").setInputFiles(dropped);
  await without.page.locator("#check").getByRole("button", { name: "检查" }).click();
  await without.page.locator(".sheet").first().waitFor();
  assert.equal(await without.page.locator(".sheet").count(), 4);
  const told = async (page, what) => (await page.locator(what).allTextContents()).sort();
  for (const what of [".finding .what", ".account", ".sheet h2", "main button"]) {
    const built = (await told(page, what)).filter((words) => words !== "移去" && words !== "选择文件");
    const whole = (await told(without.page, what)).filter((words) => words !== "移去");
    assert.deepEqual(built, whole, what);
  }
  assert.deepEqual([wrongs, without.wrongs], [[], []]);
});
