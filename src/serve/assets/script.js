// What the pages do sooner or more handily than without a script. Everything here is a convenience: each page works whole
// without it. Nothing is made from text: answers of the server are parsed by the browser as documents (XMLHttpRequest, since
// the page forbids every function that makes markup of strings), and their nodes are taken over.
"use strict";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** An element with properties and children. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Asks the server for a document. `then` is called with it, or with null when there is none. */
function ask(method, address, body, then) {
  const request = new XMLHttpRequest();
  request.open(method, address);
  request.responseType = "document";
  request.onload = () => then(request.response, request.status);
  request.onerror = () => then(null, 0);
  request.send(body);
  return request;
}

/** Says something to those who listen to the page, once it has been quiet for a while; and shows it when `seen`. */
const said = make("p", { className: "hidden" });
said.setAttribute("role", "status");
document.body.append(said);
let saying, showing;
function say(text, { after = 0, seen = false } = {}) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    said.textContent = text;
    said.className = seen ? "told" : "hidden";
    clearTimeout(showing);
    showing = setTimeout(() => (said.className = "hidden"), 2500);
  }, after);
}

// ---- Copying ----

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers keep that for pages on this machine; others get the old way.
    const box = make("textarea", { value: text, readOnly: true, className: "hidden" });
    const focused = document.activeElement;
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    focused?.focus();
    return copied;
  }
}

/** Copies what `holder` is cited as, and says so, on the button if there is one. */
async function copy(holder, button = one("button.copy", holder)) {
  const copied = await toClipboard(holder.dataset.cite);
  const told = copied ? "已复制" : "没有复制成，请选中文字后按 Ctrl+C";
  say(told, { seen: !button });
  for (const other of all(".article.current")) other.classList.remove("current");
  holder.classList.add("current");
  if (!button) return;
  button.dataset.name ??= button.textContent;
  button.textContent = told;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => (button.textContent = button.dataset.name), 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button.closest("[data-cite]") ?? one("[data-cite]"), button);
});

/** Gives every hit a button, and shows those that are there already. */
function showCopyButtons() {
  for (const button of all("button.copy")) button.hidden = false;
  for (const hit of all(".hit[data-cite]")) {
    if (one("button.copy", hit)) continue;
    const button = make("button", { type: "button", className: "copy" }, "复制引用");
    button.setAttribute("aria-label", `复制引用：${one("h2", hit).textContent}`);
    hit.append(button);
  }
}

// ---- Results while somebody types ----

const box = one("#q");
const results = one("#results");

if (box && results) {
  const form = box.form;
  let timer, running, shown = address();

  /** The address of the page for what the form says now. */
  function address() {
    const filled = [...new FormData(form)].filter(([, value]) => value.trim());
    return filled.some(([name]) => name === "q") ? `/search?${new URLSearchParams(filled)}` : "/";
  }

  function search() {
    const wanted = address();
    if (wanted === shown) return;
    running?.abort();
    const part = wanted === "/" ? "/search?part=1" : `${wanted}&part=1`;
    running = ask("GET", part, null, (answer) => {
      if (!answer) return say("没有连上规矩，请看它的窗口还开着没有。", { seen: true });
      shown = wanted;
      results.replaceChildren(...answer.body.childNodes);
      showCopyButtons();
      say(one(".count", results)?.firstChild.textContent ?? one(".note", results)?.textContent ?? "", { after: 700 });
      document.title = wanted === "/" ? "检索 · 规矩" : `${box.value.trim()} · 检索 · 规矩`;
      history.replaceState(null, "", wanted);
    });
  }

  const soon = (event) => {
    // Letters on the way to characters are no question yet.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("compositionend", soon);
}
showCopyButtons();

// ---- Keys ----

const KEYS = [
  ["/", "到检索框"],
  ["↑ ↓", "在结果之间移动"],
  ["Enter", "打开选中的结果"],
  ["y", "复制选中的结果或条款的引用写法"],
  ["Ctrl + Enter", "检查（在检查页）"],
  ["?", "显示这张表"],
  ["Esc", "关闭这张表"],
];
/** Single keys can be switched off, for those whose voice or tremor types them. */
const OFF = "guiju-keys-off";
const stored = (() => {
  try {
    return localStorage;
  } catch {
    return {};
  }
})();

const help = make("dialog");
{
  const list = make("dl", { className: "keys" });
  for (const [key, meaning] of KEYS) list.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, meaning));
  const single = make("input", { type: "checkbox", checked: !stored[OFF] });
  single.addEventListener("change", () => (single.checked ? delete stored[OFF] : (stored[OFF] = "1")));
  const close = make("button", { type: "button", className: "main" }, "关闭");
  close.addEventListener("click", () => help.close());
  const heading = make("h2", { id: "keys" }, "键盘快捷键");
  const choice = make("p", {}, make("label", {}, single, " 使用单键快捷键（/、y、?）"));
  help.append(heading, list, choice, close);
  help.setAttribute("aria-labelledby", "keys");
  document.body.append(help);
  const open = make("button", { type: "button" }, "键盘快捷键");
  open.addEventListener("click", () => help.showModal());
  one(".bottom")?.insertBefore(open, one(".bottom .look"));
}

/** The hit or article that keys mean: the one in focus, the one that was jumped to, or else the first in sight. */
function current() {
  const own = document.activeElement.closest("[data-cite]") ?? one("[data-cite]:target");
  return own ?? all("[data-cite]").find((element) => element.getBoundingClientRect().bottom > 0);
}

/** Moves the focus from hit to hit, and above the first to the box. */
function move(step) {
  const links = all(".hits .hit h2 a");
  const at = links.findIndex((link) => link.closest(".hit").contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? links[0] : null) : at + step < 0 ? box : links[at + step];
  next?.focus();
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.keyCode === 229 || help.open) return;
  // For a moment the focus stays in a table of keys that was closed.
  const writes = !help.contains(target) && target.closest("input, textarea, select, [contenteditable]");
  if (key === "Enter" && event.ctrlKey) {
    const form = target.closest("form") ?? one("#check");
    if (form?.matches(".check")) form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (key === "ArrowDown" || key === "ArrowUp") {
    if ((!writes || target === box) && move(key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    return;
  }
  if (writes || stored[OFF]) return;
  if (key === "/") {
    event.preventDefault();
    const search = box ?? one("main input[type=search]");
    search?.focus();
    search?.select();
    if (!search) location.assign("/");
  } else if (key === "?") {
    help.showModal();
  } else if (key === "y") {
    const holder = current();
    if (holder) copy(holder);
  }
});

// ---- How pages look ----

const look = one("form.look");
if (look) {
  const set = one("button", look);
  if (set) set.hidden = true;
  look.addEventListener("change", () => {
    const filled = new URLSearchParams(new FormData(look));
    document.documentElement.dataset.theme = filled.get("theme");
    document.documentElement.dataset.size = filled.get("size");
    // Remembered without leaving the page, on which somebody's document may be.
    fetch("/look", { method: "POST", body: filled, redirect: "manual" });
  });
}

// ---- Reading ----

const tree = one(".tree details");
if (tree && !matchMedia("(min-width: 64rem)").matches) tree.open = false;

// ---- Findings and where they are ----

/** Shows what belongs together: all pieces of a marked stretch, its related places and the finding. */
function highlight(number) {
  for (const element of all(".found.current, .finding.current")) element.classList.remove("current");
  // Marks are called m3 and r3-1, and a piece of the text may lie in several.
  const belongs = (name) => name.slice(1).split("-")[0] === number;
  const pieces = all(".found").filter((piece) => piece.dataset.marks?.split(" ").some(belongs));
  for (const element of [...all(`#f${number}`), ...pieces]) element.classList.add("current");
}
document.addEventListener("click", (event) => {
  const number = event.target.closest(".found, .where")?.getAttribute("href")?.match(/^#[fmr]([0-9]+)/)?.[1];
  if (number) highlight(number);
});

// ---- What is on this page alone ----

/** The numbers of the files that were downloaded as they are here, and whatever else was. */
const kept = new Set();
/** Whether files were checked here of which nothing was downloaded, or changed and not downloaded since. */
function isLost() {
  if (!one("#desk, main progress")) return false;
  const changed = all("input[name^=changed-]").map(({ name }) => name.slice("changed-".length));
  return !kept.size || changed.some((number) => !kept.has(number));
}
{
  let goesOn = false;
  document.addEventListener("submit", ({ target, submitter }) => {
    if (target.id !== "desk") return;
    // The files go along to the next page, or come back as a download.
    goesOn = true;
    if (submitter?.getAttribute("formaction")?.startsWith("/check/")) kept.add(submitter.value);
  });
  addEventListener("beforeunload", (event) => {
    if (!goesOn && isLost()) event.preventDefault();
    goesOn = false;
  });

  // After a change the page is another one: what was done is said where somebody was at work.
  const done = one(".good.done");
  const place = done && location.hash && document.getElementById(location.hash.slice(1));
  if (place) {
    place.tabIndex = -1;
    place.focus();
    say(done.textContent, { seen: true });
  }
}

// ---- Checking ----

const desk = one("#check");
if (desk && one("input[type=file]", desk)) {
  const input = one("input[type=file]", desk);
  const text = one("textarea", desk);
  const list = make("ul", { className: "files" });
  list.setAttribute("aria-label", "选好的文件");
  input.after(list);
  let files = [];

  // The form's own box holds the files, so that it is sent as without a script.
  function hold(chosen) {
    files = chosen;
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    input.files = carrier.files;
    list.replaceChildren(
      ...files.map((file) => {
        const remove = make("button", { type: "button" }, "移去");
        remove.setAttribute("aria-label", `移去 ${file.name}`);
        remove.addEventListener("click", () => {
          hold(files.filter((other) => other !== file));
          (one("button", list) ?? input).focus();
        });
        return make("li", {}, make("span", {}, file.name), remove);
      }),
    );
  }
  const more = (chosen) => {
    const isKnown = (file) => files.some((own) => own.name === file.name && own.size === file.size && own.lastModified === file.lastModified);
    hold([...files, ...[...chosen].filter((file) => !isKnown(file))]);
    if (files.length) say(`选了 ${files.length} 个文件`);
  };
  input.addEventListener("change", () => more(input.files));
  // What the browser kept when somebody came back.
  if (input.files.length) more(input.files);

  const brings = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    desk.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) desk.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    desk.classList.remove("over");
    if (!brings(event)) return;
    event.preventDefault();
    more(event.dataTransfer.files);
    one("button:not([type])", desk).focus();
  });

  // Many documents are sent one after the other, so that the first are there to be read while the last are on their way.
  desk.addEventListener("submit", (event) => {
    const items = files.map((file) => ["file", file]);
    if (text.value.trim()) items.unshift(["text", text.value]);
    if (items.length < 2) return;
    event.preventDefault();
    // The results of before make room for the new ones, and no browser asks.
    if (isLost() && !confirm("这一页上的结果和改动还没有下载，再查一份就没有了。要再查吗？")) return;
    kept.clear();
    checkEach(toldApart(items));
  });

  /** Files of one name, which are sent one by one, with the names that they would get if they were sent together. */
  function toldApart(items) {
    const names = new Set();
    return items.map(([field, value]) => {
      const own = value.name ?? "粘贴的文字";
      const dot = own.lastIndexOf(".");
      const [stem, extension] = dot > 0 ? [own.slice(0, dot), own.slice(dot)] : [own, ""];
      let name = own;
      for (let nth = 2; names.has(name); nth += 1) name = `${stem}（${nth}）${extension}`;
      names.add(name);
      return { field, value, name };
    });
  }

  /** What the answer to these fields and files brings, or why there is none. */
  const send = (fields, items) =>
    new Promise((resolve) => {
      const body = new FormData();
      for (const [name, value] of fields) body.append(name, value);
      for (const { field, value, name } of items) {
        if (field === "file") body.append(field, value, name);
        else body.append(field, value);
      }
      ask("POST", "/check", body, (answer, status) => {
        if (answer && status === 200) return resolve({ parts: [...answer.body.children] });
        const why = (answer && one("main p", answer)?.textContent) || "没有连上规矩，请看它的窗口还开着没有。";
        resolve({ parts: [], why });
      });
    });

  async function checkEach(items) {
    const main = one("#main");
    const heading = make("h1", { tabIndex: -1 }, "检查结果");
    const line = make("p");
    const bar = make("progress", { max: items.length, value: 0 });
    const sheets = make("div");
    bar.setAttribute("aria-label", "已检查的份数");
    main.replaceChildren(heading, line, bar, sheets);
    heading.focus();
    // Findings are numbered through the page, and files that were checked.
    const next = () => all(".finding", sheets).length + 1;
    const checked = [];
    const failed = [];
    const fail = (what, why) => {
      failed.push(make("p", { className: "note" }, `${what}：${why}`));
      bar.after(...failed);
    };
    for (const [done, item] of items.entries()) {
      line.textContent = `正在检查 ${done + 1}/${items.length}：${item.name}`;
      const start = [["part", "results"], ["first-sheet", checked.length], ["first-finding", next()]];
      const { parts, why } = await send(start, [item]);
      if (why) fail(`“${item.name}”没有检查`, why);
      else checked.push(item);
      sheets.append(...parts);
      bar.value = done + 1;
    }
    line.textContent = "正在对照各份文件";
    const across = [["part", "across"], ["first-finding", next()]];
    const { parts, why } = checked.length ? await send(across, checked) : { parts: [] };
    if (why) {
      fail("各份文件之间没有对照", why);
      // The files can still be mended and downloaded, one by one.
      parts.push(make("form", { id: "desk", method: "post", action: "/check", enctype: "multipart/form-data" }));
    }
    const isAbove = (element) => element.localName !== "section";
    const below = [...parts.filter((element) => !isAbove(element)), make("h2", {}, "再查一份"), desk];
    main.replaceChildren(heading, ...failed, ...parts.filter(isAbove), ...sheets.childNodes, ...below);
    document.title = "检查结果 · 规矩";
    say(one(".account")?.textContent ?? "");
  }
}
