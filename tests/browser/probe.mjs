// Opens the two pages of an edition in Chromium and prints what it saw as JSON.
// node probe.mjs CHROMIUM FOLDER ADDRESSES (JSON: the parts after # of tables of one's own)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, folder, addresses] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath: program, args: flags.split(" ") });
const at = (name) => pathToFileURL(`${folder}/${name}.html`).href;
const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const AREA = 'figure[id^="by-area"] tbody a[href^="#hc-poor_households_rate--"]';

const opened = async (name, settings, seen = {}) => {
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(60000);
  const page = await context.newPage();
  Object.assign(seen, { requests: [], console: [] });
  page.on("request", (request) => request.url().split("#")[0] === at(name) || seen.requests.push(request.url().slice(0, 90)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(error.message));
  await page.goto(at(name));
  return page;
};
// Axe walks a document whatever part of it is asked for: all that does not hold the part stands aside meanwhile.
const judged = async (part) => {
  const aside = [];
  for (let at = document.querySelector(part); at.parentElement && at !== document.body; at = at.parentElement) {
    for (const other of [...at.parentElement.children].filter((child) => child !== at && !/^(script|style)$/i.test(child.tagName))) {
      const place = document.createComment("");
      other.replaceWith(place);
      aside.push([place, other]);
    }
  }
  const { violations } = await window.axe.run(part, { resultTypes: ["violations"] });
  for (const [place, other] of aside) place.replaceWith(other);
  return violations;
};
const faults = async (page, part = "html") => {
  await page.evaluate(axe);
  const violations = await page.evaluate(judged, part);
  return violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 120)}`);
};
// Cells whose words stand out of them, over those beside.
const spilt = () =>
  [...document.querySelectorAll(".scroll :is(th, td)")].filter((cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
  }).map((cell) => cell.textContent);
// Cells whose words are taken apart letter by letter (more lines than words); short names of a first column on more than two lines.
const lined = () => {
  const lines = (cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return new Set([...words.getClientRects()].filter((line) => line.width > 0).map((line) => Math.round(line.top))).size;
  };
  const found = (cells, wrong) => [...document.querySelectorAll(`.scroll :is(tbody, tfoot) ${cells}`)].filter((cell) => wrong(cell.textContent.trim(), lines(cell))).map((cell) => cell.textContent);
  return {
    torn: found(":is(th, td)", (text, size) => size > 2 * text.split(/[\s_/-]+/).length),
    tall: found("tr > :first-child", (text, size) => size > 2 && text.length <= 30),
  };
};
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("href") || document.activeElement.id);
const isOpen = (page) => page.evaluate(() => document.querySelector("dialog").open);
const titleOf = (page) => page.textContent("dialog h2");

// The whole page is looked at once in each size and once in each colouring; what opens over it in every pair of them.
const WHOLE = ["wide light", "phone dark"];
const looks = async (name) => {
  const found = {};
  for (const [size, viewport] of Object.entries({ wide, phone })) {
    for (const colorScheme of ["light", "dark"]) {
      const seen = {};
      const page = await opened(name, { viewport, colorScheme }, seen);
      const axeClosed = WHOLE.includes(`${size} ${colorScheme}`) ? await faults(page) : [];
      const state = { overflow: await overflow(page), spilt: await page.evaluate(spilt), ...(await page.evaluate(lined)) };
      await page.fill("#tim", "Tết");
      const axeSearch = await faults(page, "nav");
      await page.locator("#tim-thay a").nth(2).click();
      const axeOpen = await faults(page, "dialog");
      state.spill = await page.evaluate(() => document.querySelector("dialog").scrollWidth - document.querySelector("dialog").clientWidth);
      if (name === "appendix") {
        await page.keyboard.press("Escape");
        await page.evaluate((address) => location.replace(`#${address}`), JSON.parse(addresses)[0]);
        await page.locator("#bang table").waitFor();
        axeOpen.push(...(await faults(page, "#bang")));
        state.overflow += await overflow(page);
      }
      found[`${size} ${colorScheme}`] = { ...state, ...seen, axe: [...axeClosed, ...axeSearch, ...axeOpen] };
      await page.context().close();
    }
  }
  return found;
};

const keyboard = async (name) => {
  const page = await opened(name, { viewport: wide });
  const found = { skip: "", tabs: 0 };
  await page.keyboard.press("Tab");
  found.skip = await focused(page);
  while (found.tabs < 400 && !(await page.evaluate(() => document.activeElement.matches('.body a[href^="#hc-"]')))) {
    await page.keyboard.press("Tab");
    found.tabs += 1;
  }
  found.link = await focused(page);
  await page.keyboard.press("Enter");
  found.open = await isOpen(page);
  found.title = await titleOf(page);
  found.text = await page.innerText("dialog");
  await page.keyboard.press("Tab");
  found.inside = await page.evaluate(() => Boolean(document.activeElement.closest("dialog")));
  await page.keyboard.press("Escape");
  found.closed = !(await isOpen(page));
  found.returned = await focused(page);
  await page.context().close();
  return found;
};

const passport = async () => {
  const page = await opened("appendix", { viewport: wide });
  const found = {};
  await page.locator(AREA).first().click();
  found.title = await titleOf(page);
  found.marked = await page.locator("dialog tr.here").innerText();
  found.rows = await page.locator("dialog tbody tr").count();
  found.text = await page.innerText("dialog");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByText("Chép mã").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Đã chép").waitFor();
  found.copied = await page.evaluate(() => navigator.clipboard.readText());
  found.axe = await faults(page, "dialog");
  await page.locator('dialog a[href="#hc-poor_households"]').first().click();
  found.part = await titleOf(page);
  await page.getByText("Trở lại").click();
  found.back = await titleOf(page);
  await page.locator("dialog a", { hasText: "Xem trong danh sách" }).click();
  found.unfolded = await page.locator("details[open] tr:target").innerText();
  await page.context().close();
  return found;
};

const sorting = async () => {
  const page = await opened("appendix", { viewport: wide });
  const table = page.locator('figure[id^="by-area"]', { has: page.locator('a[href="#hc-poor_households_rate"]') });
  const column = (n) => table.locator(`tbody tr > :nth-child(${n})`).allInnerTexts();
  const found = { original: await column(1) };
  for (const [name, n, times] of [["names", 1, 1], ["rates", 4, 2]]) {
    await table.locator(`thead th:nth-child(${n}) button`).focus();
    for (let k = 0; k < times; k += 1) await page.keyboard.press("Enter");
    found[name] = await column(n);
    found[`${name} state`] = await table.locator(`thead th:nth-child(${n})`).getAttribute("aria-sort");
  }
  found.last = await table.locator("tr").last().innerText();
  await page.context().close();
  return found;
};

const search = async () => {
  const page = await opened("appendix", { viewport: wide });
  const found = {};
  const say = async (words) => {
    await page.fill("#tim", words);
    return { count: await page.textContent('[role="status"]'), hits: await page.locator("#tim-thay a").allTextContents() };
  };
  found.plain = await say("ty le ho ngheo");
  found.toned = await say("Tỷ lệ hộ nghèo");
  found.cell = await say("Xa_Kim_Xuyen_2024.xlsx");
  found.none = await say("khongcogica");
  await say("ty le ho ngheo");
  await page.focus("#tim");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  found.title = await titleOf(page);
  await page.keyboard.press("Escape");
  found.returned = await focused(page);
  await page.context().close();
  return found;
};

// Tables of one's own: each address opens its table; pickers make an address that opens the same.
const grid = (page) =>
  page.evaluate(() => [...document.querySelectorAll("#bang tr")].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/[↕↓↑]/, "").trim())));
const ownTables = async () => {
  const page = await opened("appendix", { viewport: wide });
  const found = { grids: [], picked: {} };
  for (const address of JSON.parse(addresses)) {
    await page.goto("about:blank");
    await page.goto(`${at("appendix")}#${address}`);
    await page.locator("#bang table").waitFor();
    found.grids.push(await grid(page));
  }
  await page.goto("about:blank");
  await page.goto(`${at("appendix")}#bang?i=poor_households_rate,no_such`);
  found.strange = await page.locator("#bang [role=status]").innerText();
  await page.goto("about:blank");
  await page.goto(at("appendix"));
  await page.getByRole("link", { name: "Lập bảng riêng" }).click();
  found.none = await page.locator("#bang [role=status]").innerText();
  await page.getByLabel("Lĩnh vực").selectOption({ label: "Giảm nghèo" });
  await page.getByRole("checkbox", { name: "Số hộ nghèo đầu năm (hộ)" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Bỏ chọn hết" }).click();
  await page.getByRole("checkbox", { name: "xã Kim Xuyên" }).check();
  found.picked = { address: page.url().split("#")[1], grid: await grid(page), offered: await page.locator("#bang fieldset").first().locator("label").count() };
  await page.reload();
  found.again = await grid(page);
  await page.locator("#bang td a").click();
  found.title = await titleOf(page);
  found.here = await page.locator("dialog tr.here").innerText();
  await page.context().close();
  return found;
};

// Figures: named by keys and by the pointer; on a phone drawn anew, and the first column of a table stays.
const figures = async () => {
  const page = await opened("appendix", { viewport: wide });
  const figure = page.locator("#poverty-by-commune");
  const tip = figure.locator(".tip");
  const found = { keys: [] };
  await figure.locator(".scroll").focus();
  for (const key of ["ArrowRight", "ArrowRight", "End", "Home", "ArrowLeft"]) {
    await page.keyboard.press(key);
    found.keys.push(await tip.innerText());
  }
  await page.keyboard.press("Escape");
  found.hidden = await tip.isHidden();
  await page.locator("#elderly-pyramid svg").hover({ position: { x: 20, y: 60 } });
  found.pointed = await page.locator("#elderly-pyramid .tip").innerText();
  found.named = await page.evaluate(() => [...document.querySelectorAll("figure.drawing")].filter((one) => !one.querySelector(".tip")).map((one) => one.id));
  await page.context().close();
  const small = await opened("appendix", { viewport: phone });
  found.bars = await small.locator("#poverty-by-commune .redrawn li").allInnerTexts();
  found.svg = await small.locator("figure.drawing svg:visible").count();
  const table = small.locator('figure[id^="by-area"] .scroll', { has: small.locator('a[href^="#hc-poor_households_rate--"]') }).first();
  const left = () => table.locator("tbody th").first().evaluate((cell) => cell.getBoundingClientRect().left);
  const before = await left();
  found.moved = await table.evaluate((box) => (box.scrollLeft = 120) && box.scrollLeft);
  found.stays = (await left()) - before;
  await small.emulateMedia({ media: "print" });
  found.printed = await small.locator("#poverty-by-commune svg").isVisible();
  await small.context().close();
  return found;
};

const path = async () => {
  const page = await opened("report", { viewport: phone });
  const found = {};
  await page.locator('.body a[href="#hc-poor_households_rate"]').first().click();
  found.text = await page.innerText("dialog");
  await page.locator("dialog a", { hasText: /^Hình/ }).first().click();
  await page.waitForURL(/appendix\.html#/);
  found.figure = await page.locator(":target").innerText();
  await page.locator(":target a", { hasText: "Tỷ lệ hộ nghèo" }).first().click();
  await page.locator("dialog a", { hasText: "Báo cáo, mục" }).first().click();
  await page.waitForURL(/report\.html#/);
  found.sentence = await page.locator("p:has(:target), li:has(:target)").innerText();
  found.number = await page.locator(":target").innerText();
  await page.context().close();
  return found;
};

const scriptless = async (name) => {
  const page = await opened(name, { viewport: phone, javaScriptEnabled: false });
  const found = { extras: await page.locator(".find, dialog, button").count() };
  const links = page.locator('.body a[href^="#hc-"]');
  const leads = async (n) => (await links.nth(n).getAttribute("href")).slice(1);
  const told = async (n) => page.locator(`details:has([id="${await leads(n)}"])`).textContent();
  let nth = 0;
  while (!(await told(nth)).includes(".xlsx")) nth += 1; // the year itself comes from no cell
  const place = await leads(nth);
  await links.nth(nth).click();
  await page.waitForTimeout(300);
  const fold = page.locator(`details:has([id="${place}"])`);
  found.visible = await fold.locator("dl").isVisible();
  found.text = await fold.innerText();
  found.folds = await page.locator("summary:visible").count();
  await page.context().close();
  return found;
};

const paper = async (name) => {
  const page = await opened(name, { viewport: wide });
  await page.emulateMedia({ media: "print" });
  const found = { hidden: await page.locator(".sort:visible, .find:visible, #ho-chieu details:visible").count() };
  found.pdf = (await page.pdf({ preferCSSPageSize: true })).toString("base64");
  await page.context().close();
  return found;
};

// What could not be looked at to the end says why, so that only its own test fails.
const safe = (look, name) => look(name).catch((error) => ({ failed: error.message }));
const both = async (look) => {
  const [appendix, report] = await Promise.all([safe(look, "appendix"), safe(look, "report")]);
  return { appendix, report };
};
const result = {
  looks: await both(looks), keyboard: await both(keyboard), scriptless: await both(scriptless), paper: await both(paper),
  ownTables: await safe(ownTables), figures: await safe(figures), passport: await safe(passport), sorting: await safe(sorting), search: await safe(search), path: await safe(path),
};
await browser.close();
console.log(JSON.stringify(result));
