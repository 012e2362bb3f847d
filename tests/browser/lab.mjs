// Opens the analyst's first page in JupyterLab, runs all of it, moves a picker, and prints what it saw as JSON.
// node lab.mjs CHROMIUM ADDRESS
import { chromium } from "playwright-core";

const [program, address] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: "--no-sandbox --disable-gpu --no-first-run".split(" ") });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(40000);
await page.goto(address);
const idle = page.getByText("| Idle");
await idle.waitFor(); // before its kernel stands, Lab asks for one
for (const name of ["Run", "Run All Cells"]) await page.getByRole("menuitem", { name, exact: true }).click();
const picker = page.getByLabel("Chỉ tiêu");
await picker.waitFor();
const table = page.locator(".jp-OutputArea-output", { has: picker }).locator("table").first();
const found = { before: await table.textContent() };
const wanted = (await picker.locator("option").nth(1).textContent()).replaceAll("\u00a0", " ").trim();
await picker.selectOption({ index: 1 });
await table.getByText(wanted).first().waitFor({ state: "attached" });
Object.assign(found, { wanted, after: await table.textContent() });
await idle.waitFor();
found.faults = await page.locator('[data-mime-type$="jupyter.stderr"], [data-mime-type$="jupyter.error"]').allInnerTexts();
found.news = await page.getByText("Jupyter news").count();
await browser.close();
console.log(JSON.stringify(found));
