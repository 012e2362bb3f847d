// Opens the analyst's first page in JupyterLab, runs all of it, moves a picker, changes a figure and a sentence. Where a page of
// one's own is named, runs all of the notebooks of the report too, and adds cells to that page. Prints what it saw as JSON.
// node lab.mjs CHROMIUM ADDRESS FOLDER WORDING_FILE PICTURES [OWN (JSON: path of the page, sources of its new cells)]
import { appendFileSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [program, address, folder, wording, pictures, own] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: "--no-sandbox --disable-gpu --no-first-run".split(" ") });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(40000);
await page.goto(address);
const idle = page.getByText("| Idle");
const runAll = async () => {
  await idle.waitFor(); // before its kernel stands, Lab asks for one
  for (const name of ["Run", "Run All Cells"]) await page.getByRole("menuitem", { name, exact: true }).click();
};
await runAll();
const picker = page.getByLabel("Chỉ tiêu");
await picker.waitFor();
const table = page.locator(".jp-OutputArea-output", { has: picker }).locator("table").first();
const found = { before: await table.textContent() };
const wanted = (await picker.locator("option").nth(1).textContent()).replaceAll("\u00a0", " ").trim();
await picker.selectOption({ index: 1 });
await table.getByText(wanted).first().waitFor({ state: "attached" });
Object.assign(found, { wanted, after: await table.textContent() });
await idle.waitFor();
const picture = (name) => page.screenshot({ path: `${pictures}/${name}.png` });
await picker.scrollIntoViewIfNeeded();
await picture("explore");

// A figure whose rows are changed, and a sentence that is saved: the cell is run again.
const cell = (words) => page.locator(".jp-CodeCell", { has: page.locator(".jp-InputArea", { hasText: words }) }).last();
const again = async (words, code) => {
  const editor = cell(words).locator(".cm-content");
  await editor.scrollIntoViewIfNeeded();
  await editor.click();
  if (code) {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(code);
  }
  await page.keyboard.press("ControlOrMeta+Enter");
};
const drawing = cell('draw_figure(edition.computed, "poverty_by_commune"').locator("figure > svg").last();
const high = async () => (await drawing.boundingBox()).height;
await drawing.scrollIntoViewIfNeeded();
found.high = await high();
await again('draw_figure(edition.computed, "poverty_by_commune"', 'rows = figure_rows(edition.computed, "poverty_by_commune").head(3)\ndraw_figure(edition.computed, "poverty_by_commune", rows)');
await page.waitForTimeout(300);
await idle.waitFor();
found.lower = await high();
const frame = page.frameLocator('iframe[title="Bản nháp báo cáo"]');
await page.locator('iframe[title="Bản nháp báo cáo"]').scrollIntoViewIfNeeded();
await frame.locator("aside.draft").waitFor();
found.typed = await frame.locator("mark.typed").count();
appendFileSync(wording, "\n\nCó 447 hộ, {{ value('poor_households') }} hộ nghèo.\n");
await again("tell(edition)");
await frame.locator("mark.typed").first().waitFor();
found.sentence = await frame.locator("p", { has: frame.locator("mark.typed") }).innerText();
await frame.locator("p", { has: frame.locator("mark.typed") }).locator("a").click();
found.source = await frame.locator("dialog").innerText();
found.faults = await page.locator('[data-mime-type$="jupyter.stderr"], [data-mime-type$="jupyter.error"]').allInnerTexts();
found.news = await page.getByText("Jupyter news").count();

// Each in a workspace of its own: what was opened before is not there. A notebook that was saved says what ran.
const opened = async (path) => {
  const to = new URL(address);
  to.pathname = `/lab/workspaces/${path.replaceAll(/\W/g, "")}/tree/${path}`;
  await page.goto(to.href);
};
const read = (path) => {
  try {
    return JSON.parse(readFileSync(`${folder}/${path}`, "utf8")).cells;
  } catch {
    return []; // it is being written
  }
};
const saved = async (path, least = 1) => {
  for (let tries = 0; tries < 240; tries++) {
    await page.keyboard.press("ControlOrMeta+S");
    await page.waitForTimeout(500);
    const cells = read(path).filter((cell) => cell.cell_type === "code");
    const outputs = cells.map((cell) => cell.outputs);
    const fault = outputs.flat().some((output) => output.output_type === "error");
    if (fault || (cells.length >= least && cells.every((cell) => cell.execution_count))) return outputs;
  }
  throw new Error(`${path} does not come to its end`);
};
const run = async (path) => {
  await opened(path);
  await runAll();
  return saved(path);
};
if (own) {
  found.ran = {};
  for (const name of ["01_clean", "02_indicators", "03_figures", "04_report"]) found.ran[name] = await run(`notebooks/${name}.ipynb`);
  const [path, added] = JSON.parse(own);
  const before = await run(path);
  for (const source of added) {
    await page.locator(".jp-CodeCell .cm-content").last().click();
    for (const key of ["Escape", "b", "Enter"]) await page.keyboard.press(key);
    await page.keyboard.insertText(source);
    await page.keyboard.press("ControlOrMeta+Enter");
    await idle.waitFor();
  }
  const drawn = page.locator("figure > svg").last();
  await drawn.waitFor();
  await drawn.scrollIntoViewIfNeeded();
  await picture("own_page");
  found.own = await saved(path, before.length + added.length);
}
await browser.close();
console.log(JSON.stringify(found));
