// One page, one width, one theme: opens it and returns what is wrong, a sentence each.

import { existsSync } from "node:fs";
import { join } from "node:path";

import { inspectAccess } from "./axe.js";
import { inspectOutput } from "./output.js";

// Nobody listens at this address: each request is answered from the folder, so no port is needed.
const ORIGIN = "http://book.test";

export async function visit(browser, look) {
  const { page, context, troubles } = await open(browser, look);
  await page.evaluate(() => document.fonts.ready);

  troubles.push(...(await page.evaluate(inspect, look.theme)));
  troubles.push(...(await inspectOutput(page)));
  if (look.access) troubles.push(...(await inspectAccess(page)));
  if (look.pictures) {
    const name = `${look.file.replaceAll("/", "-")}-${look.width}-${look.theme}.png`;
    await page.screenshot({ path: join(look.pictures, name), fullPage: true });
  }
  await context.close();
  return troubles;
}

// A page, and a list that fills with what it complains of; `options` are those of the browser.
export async function open(browser, { html, file, width, theme, fragment = "", access, pictures, ...options }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  await context.route("**/*", (route) => answer(route, html));
  await context.addInitScript(settle, theme);
  const page = await context.newPage();
  const troubles = listen(page);
  await page.goto(`${ORIGIN}/${file}${fragment}`, { waitUntil: "load" });
  return { page, context, troubles };
}

// A page that asks for anything outside the book fails, and so does one that asks for no file.
function answer(route, html) {
  const url = new URL(route.request().url());
  const path = join(html, decodeURIComponent(url.pathname));
  if (url.origin !== ORIGIN) return route.abort();
  return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
}

function listen(page) {
  const troubles = [];
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`the console says: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`a script fails: ${error.message}`));
  page.on("requestfailed", (request) => troubles.push(`it cannot load ${request.url()}`));
  return troubles;
}

// Runs in the page before its own scripts.
function settle(theme) {
  localStorage.setItem("mdbook-theme", theme);
  // The page for printing opens the printer's window as soon as it can.
  window.print = () => {};
}

// Runs in the page when it is loaded.
function inspect(theme) {
  const troubles = [];
  if (!document.documentElement.classList.contains(theme)) troubles.push("the theme is not on");
  // mdBook hides what sticks out of <body>, so the text's own boxes are asked as well.
  for (const box of document.querySelectorAll("html, body, .page, .content, main")) {
    const excess = box.scrollWidth - box.clientWidth;
    if (excess > 0) {
      const name = box.className ? `.${box.className}` : `<${box.localName}>`;
      troubles.push(`${name} scrolls sideways by ${excess} pixels`);
    }
  }
  return troubles;
}
