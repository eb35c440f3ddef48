// What staff at a window do: ask, look, open, copy, go on, go back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { base, launch, open } from "./browser.js";

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test("with a script", async (t) => {
  const browser = await launch(t);
  const { context, page, wrongs } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });

  await t.test("results come while somebody types, and the address keeps step", async () => {
    await page.goto("/");
    const asked = [];
    page.on("request", (request) => request.resourceType() === "xhr" && asked.push(request.url()));
    // As quick as fingers, whatever the machine does meanwhile.
    await page.locator("#q").evaluate(async (box) => {
      box.focus();
      for (const letter of "材料不全怎么办") {
        box.value += letter;
        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
    await page.waitForURL((url) => url.searchParams.get("q") === "材料不全怎么办");
    assert((await page.locator(".hit").count()) > 5);
    assert.match(await page.title(), /材料不全怎么办/);
    assert(asked.length === 1 && asked[0].endsWith("&part=1"), asked.join("\n"));
    assert.equal(await page.locator("#q").evaluate((box) => box === document.activeElement), true);
    await page.locator("[role=status]", { hasText: /^共 \d+ 条/ }).waitFor({ state: "attached" });
  });

  await t.test("an older answer never covers a newer one", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route(/q=%E5%91%8A/, async (route) => {
      await held;
      await route.continue().catch(() => {});
    });
    await page.locator("#q").fill("告");
    await page.waitForTimeout(200);
    await page.locator("#q").fill("限时办结");
    await page.waitForURL("**/search?q=%E9%99%90*");
    release();
    await page.waitForTimeout(200);
    assert.match(decodeURIComponent(page.url()), /限时办结$/);
    assert.match(await page.locator(".hit").first().textContent(), /限时/);
    await page.unroute(/q=%E5%91%8A/);
  });

  await t.test("letters on the way to characters ask nothing", async () => {
    const asked = [];
    page.on("request", (request) => request.resourceType() === "xhr" && asked.push(request.url()));
    const before = page.url();
    await page.locator("#q").focus();
    const session = await context.newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "cai liao", selectionStart: 8, selectionEnd: 8 });
    await page.waitForTimeout(300);
    assert.deepEqual([asked, page.url()], [[], before]);
    await session.send("Input.insertText", { text: "材料" });
    await page.waitForURL((url) => url.href !== before);
    assert(asked.length > 0);
  });

  await t.test("keys move, open, copy and help", async () => {
    await page.goto("/search?q=材料不全怎么办");
    const focused = () => page.evaluate(() => document.activeElement.closest(".hit")?.dataset.cite ?? document.activeElement.id);
    const cites = await page.locator(".hit").evaluateAll((hits) => hits.map((hit) => hit.dataset.cite));
    await page.keyboard.press("/");
    assert.equal(await focused(), "q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), cites[1]);
    await page.keyboard.press("y");
    await page.locator(".hit button.copy", { hasText: "已复制" }).waitFor();
    assert.equal(await clipboard(page), cites[1]);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "q");
    await page.keyboard.type("/y?");
    assert.match(await page.locator("#q").inputValue(), /\/y\?$/);
    await page.keyboard.press("Escape");
    await page.goto("/search?q=材料不全怎么办");
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/id/**");
    assert.equal(await page.locator(".article").getAttribute("data-cite"), cites[0]);
  });

  await t.test("single keys can be switched off, and stay so", async () => {
    await page.getByRole("button", { name: "键盘快捷键" }).click();
    await page.getByLabel("使用单键快捷键").uncheck();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.getByRole("button", { name: "键盘快捷键" }).click();
    await page.getByLabel("使用单键快捷键").check();
    await page.getByRole("button", { name: "关闭" }).click();
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
  });

  await t.test("an article: its citation, its neighbours, and back to the results", async () => {
    await page.goto("/");
    await page.locator("#q").fill("限时办结制度第三条");
    await page.locator(".hit").first().waitFor();
    await page.locator(".hit h2 a").first().click();
    await page.waitForURL("**/id/time-limited-completion/3");
    await page.getByRole("button", { name: "复制" }).click();
    await page.getByRole("button", { name: "已复制" }).waitFor();
    assert.match(await clipboard(page), /^《限时办结制度》第三条：“.+”$/);
    await page.locator("a[rel=next]").click();
    await page.waitForURL("**/4");
    await page.goBack();
    await page.goBack();
    await page.locator(".hit").first().waitFor();
    assert.equal(await page.locator("#q").inputValue(), "限时办结制度第三条");
  });

  await t.test("a citation and Enter lead to the article, and back to the results", async () => {
    await page.goto("/");
    await page.locator("#q").fill("限时办结制度第三条");
    await page.locator(".hit").first().waitFor();
    await page.locator("#q").press("Enter");
    await page.waitForURL("**/id/time-limited-completion/3?q=*");
    await page.getByRole("link", { name: "全部检索结果" }).click();
    await page.locator(".hit").first().waitFor();
    await page.goBack();
    await page.goBack();
    await page.locator(".hit").first().waitFor();
    assert.equal(await page.locator("#q").inputValue(), "限时办结制度第三条");
  });

  await t.test("a regulation: the article that is read can be copied, and the list of articles leads to each", async () => {
    await page.goto("/id/time-limited-completion");
    await page.getByRole("link", { name: /^第五条/ }).first().click();
    await page.keyboard.press("y");
    await page.locator(".told", { hasText: "已复制" }).waitFor();
    assert.match(await clipboard(page), /^《限时办结制度》第五条：/);
    for (const [width, open] of [[1440, true], [320, false]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/id/time-limited-completion");
      assert.equal(await page.locator(".tree details").evaluate((details) => details.open), open);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await t.test("the look changes at once, is remembered, and nothing on the page is lost", async () => {
    await page.goto("/check");
    await page.locator("#text").fill("没有保存的文字");
    const remembered = page.waitForResponse("**/look");
    await page.getByLabel("字号").selectOption("large");
    await remembered;
    assert.equal(await page.locator("html").getAttribute("data-size"), "large");
    assert.equal(await page.locator("#text").inputValue(), "没有保存的文字");
    await page.goto("/rules");
    assert.equal(await page.locator("html").getAttribute("data-size"), "large");
    assert.equal(await page.getByLabel("字号").inputValue(), "large");
  });
  assert.deepEqual(wrongs, []);
});

test("without a script", async (t) => {
  const browser = await launch(t);
  const { page, wrongs } = await open(browser, { javaScriptEnabled: false });
  await page.goto("/");
  await page.locator("#q").fill("材料不全怎么办");
  await page.locator("#q").press("Enter");
  await page.waitForURL("**/search?q=*");
  assert((await page.locator(".hit").count()) > 5);
  await page.locator("summary", { hasText: "筛选" }).click();
  await page.locator("select[name=category]").selectOption({ index: 1 });
  await page.getByRole("button", { name: "检索" }).click();
  await page.waitForURL("**category=*");
  await page.goto("/search?q=限时办结制度第三条");
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL("**/id/time-limited-completion/3");
  assert.match(await page.locator("textarea.copy").inputValue(), /^《限时办结制度》第三条：“/);
  assert.equal(await page.locator("button.copy").isVisible(), false);
  await page.locator("a[rel=next]").click();
  await page.waitForURL("**/4");
  await page.getByRole("link", { name: "看全文" }).click();
  await page.waitForURL("**/id/time-limited-completion#a4");
  await page.goBack();
  await page.goBack();
  assert.match(page.url(), /\/3$/);
  await page.getByLabel("配色").selectOption("dark");
  await page.getByRole("button", { name: "设定" }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  assert.deepEqual(wrongs, []);
});
