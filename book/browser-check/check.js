// Opens every built page in Chromium, at each width and in each theme, and fails when the page
// logs an error or scrolls sideways.
//
// `node check.js` reads book/html; `node check.js --pictures FOLDER` also keeps a picture of each
// page. Build the book first: `cargo run -p book -- build`.

import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { openBrowser } from "./browser.js";
import { visit } from "./visit.js";

const WIDTHS = [1280, 390];
const THEMES = ["light", "navy"];
const HTML = join(dirname(fileURLToPath(import.meta.url)), "..", "html");

// toc.html is not a page: it stands inside others when a browser runs no scripts.
async function pages() {
  const files = await readdir(HTML, { recursive: true });
  return files.filter((file) => file.endsWith(".html") && file !== "toc.html").sort();
}

async function main() {
  const { values } = parseArgs({ options: { pictures: { type: "string" } } });
  if (values.pictures) await mkdir(values.pictures, { recursive: true });

  const files = await pages();
  const browser = await openBrowser();
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        const look = { html: HTML, file, width, theme, pictures: values.pictures };
        const troubles = await visit(browser, look);
        for (const trouble of troubles) console.log(`${file} at ${width}, ${theme}: ${trouble}`);
        if (troubles.length === 0) passed += 1;
        else failed += 1;
      }
    }
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(`browser-check: ${error.message}`);
  process.exitCode = 1;
});
