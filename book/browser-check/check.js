// Opens every built page in Chromium, at each width and in each theme, and fails when the page
// logs an error or scrolls sideways, when what a program prints can't be read or reached, or when axe
// has a serious finding. Then it tries the player of the transcripts, and weighs the pages.
//
// `node check.js` reads book/html; `node check.js --pictures FOLDER` also keeps a picture of each
// page. Build the book first: `cargo run -p book -- build`.

import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { openBrowser } from "./browser.js";
import { tryPlayer } from "./player.js";
import { visit } from "./visit.js";
import { weigh } from "./weigh.js";

const WIDTHS = [1280, 390];
const THEMES = ["light", "navy"];

// Other colours, and nothing else that depends on the width.
const OTHER_THEMES = ["rust", "coal", "ayu"];

// The whole book once more: what is wrong on it is wrong on a page.
const PRINT = "print.html";
const HTML = join(dirname(fileURLToPath(import.meta.url)), "..", "html");

// toc.html is not a page: it stands inside others when a browser runs no scripts.
async function pages() {
  const files = await readdir(HTML, { recursive: true }).catch(() => []);
  const found = files.filter((file) => file.endsWith(".html") && file !== "toc.html");
  if (found.length === 0) throw new Error("no page is built; run `cargo run -p book -- build`");
  return found.sort();
}

function* looks(files) {
  for (const file of files) {
    for (const width of WIDTHS) {
      for (const theme of THEMES) yield { file, width, theme, access: file !== PRINT };
    }
    for (const theme of OTHER_THEMES) yield { file, width: WIDTHS[0], theme };
  }
}

// Prints what is wrong with one look; returns whether nothing is.
async function check(browser, look) {
  const troubles = await visit(browser, look);
  for (const trouble of troubles) {
    console.log(`${look.file} at ${look.width}, ${look.theme}: ${trouble}`);
  }
  return troubles.length === 0;
}

function report(count, { tried, troubles }) {
  for (const trouble of troubles) console.log(trouble);
  count.passed += Math.max(0, tried - troubles.length);
  count.failed += troubles.length;
}

async function main() {
  const { values } = parseArgs({ options: { pictures: { type: "string" } } });
  if (values.pictures) await mkdir(values.pictures, { recursive: true });

  const files = await pages();
  const browser = await openBrowser();
  const count = { passed: 0, failed: 0 };
  try {
    for (const look of looks(files)) {
      const sound = await check(browser, { html: HTML, pictures: values.pictures, ...look });
      count[sound ? "passed" : "failed"] += 1;
    }
    report(count, await tryPlayer(browser, HTML));
  } finally {
    await browser.close();
  }
  const { words, troubles } = await weigh(HTML);
  console.log(words);
  report(count, { tried: 1, troubles });
  console.log(`${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(`browser-check: ${error.message}`);
  process.exitCode = 1;
});
