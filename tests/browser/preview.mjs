// Opens a draft from its file, saves a newer one over it, and prints as JSON what the page showed before and after.
// node preview.mjs CHROMIUM PAGE NEWER_PAGE NEWER_VERSION_FILE
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, file, newer, version] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const faults = [];
page.on("pageerror", (error) => faults.push(error.message));
await page.goto(pathToFileURL(file).href);
const seen = () =>
  page.evaluate(() => ({
    typed: [...document.querySelectorAll("mark.typed")].map((mark) => [mark.textContent, getComputedStyle(mark).backgroundColor]),
    beside: document.querySelector("aside.draft").innerText,
  }));
const before = await seen();
copyFileSync(newer, file);
copyFileSync(version, join(dirname(file), "preview.js"));
const loaded = () => document.readyState === "complete" && document.querySelector("mark.typed") && document.querySelector("aside.draft");
await page.waitForFunction(loaded, undefined, { timeout: 60000 }); // whole: under load a mark is there before what stands behind it
console.log(JSON.stringify({ before, after: await seen(), faults }));
if (process.argv[6]) await page.screenshot({ path: process.argv[6] });
await browser.close();
