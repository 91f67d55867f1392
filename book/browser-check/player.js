// The player of the transcripts: by mouse, by keyboard, by links, without a script, on paper.

import { open } from "./visit.js";

// A page that has all that is to be tried: a question, words that lead to rows, listings.
const PAGE = "07-epoll.html";

// Returns what is wrong, a sentence each.
export async function tryPlayer(browser, html) {
  const trials = { byMouse, byKeyboard, heldBack, byLink, byAddress, inAFold, linesAndRows, words, quietly, withoutScript, onPaper, asText };
  const troubles = [];
  for (const [name, trial] of Object.entries(trials)) {
    try {
      troubles.push(...(await trial(browser, html)).map((trouble) => `player, ${name}: ${trouble}`));
    } catch (error) {
      troubles.push(`player, ${name}: ${error.message.split("\n")[0]}`);
    }
  }
  return { tried: Object.keys(trials).length, troubles };
}

// Opens the page, lets `look` say what is wrong, and adds what the page itself complains of.
async function on(browser, html, options, look) {
  const { page, context, troubles } = await open(browser, { html, file: PAGE, width: 1280, theme: "light", ...options });
  const found = await look(page);
  await context.close();
  return [...troubles, ...found.filter(Boolean)];
}

const must = (holds, sentence) => (holds ? null : sentence);
const figure = (page, name) => page.locator(`[id="${name}"].player`);
const press = (page, name, words) => figure(page, name).getByRole("button", { name: words, exact: true }).click();
const lit = (page) => page.evaluate(() => [...document.querySelectorAll(".line.lit")].map((line) => line.id));
const hash = (page) => decodeURIComponent(new URL(page.url()).hash.slice(1));

const byMouse = (browser, html) =>
  on(browser, html, {}, async (page) => {
    await press(page, "7-level-1", "Next row");
    await press(page, "7-level-1", "Next row");
    const [second] = await lit(page);
    const address = hash(page);
    await press(page, "7-level-1", "Back: the row before");
    const [first] = await lit(page);
    await figure(page, "7-level-1").getByRole("slider").fill("5");
    const [slid] = await lit(page);
    await page.locator('[id="7-level-1-row-2"]').click();
    return [
      must(first !== second && second === address, `Next and Back light ${second} and ${first}, and the address says ${address}`),
      must(slid && slid !== first, "the slider moves nothing"),
      must((await lit(page)).join() === "7-level-1-row-2", "a click lights no row"),
    ];
  });

const byKeyboard = (browser, html) =>
  on(browser, html, {}, async (page) => {
    const block = figure(page, "7-level-1").locator("pre > code");
    await block.focus();
    await page.keyboard.press("Home");
    const [first] = await lit(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const [second] = await lit(page);
    await page.keyboard.press("End");
    const [last] = await lit(page);
    const slider = figure(page, "7-level-1").getByRole("slider");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForTimeout(200);
    const before = await lit(page);
    const all = await figure(page, "7-level-1").locator(".line").count();
    const ids = await figure(page, "7-level-1").locator(".line").evaluateAll((lines) => lines.map((line) => line.id));
    return [
      must(first === ids[0] && second === ids[1] && last === ids[all - 1], `Home, arrows and End light ${first}, ${second}, ${last}`),
      must(page.url().includes(PAGE) && before.join() === ids[all - 2], "the arrow keys of the slider turn the page, or move nothing"),
    ];
  });

const heldBack = (browser, html) =>
  on(browser, html, {}, async (page) => {
    const box = figure(page, "7-edge-1");
    const hidden = () => box.locator(".line.held").count();
    const asked = await box.locator(".ask").textContent();
    const before = await hidden();
    await press(page, "7-edge-1", "Next row");
    const [first] = await lit(page);
    const after = await hidden();
    await press(page, "7-edge-1", "Show all rows");
    const none = await hidden();
    await press(page, "7-edge-1", "Begin: hold back all rows but the first");
    const begun = await hidden();
    return [
      must(asked.includes("?") && before > 0, "no row is held back for the question"),
      must(first === "7-edge-1-row-14" && after === before - 1, `Next shows ${first}, and ${before - after} rows more`),
      must(none === 0, "“Show all” leaves rows held back"),
      must(begun === (await box.locator(".line").count()) - 1, "from the start, more rows than the first are shown"),
    ];
  });

const byLink = (browser, html) =>
  on(browser, html, {}, async (page) => {
    const links = page.locator("a.row-link");
    const wrong = await links.evaluateAll((all) => all.filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.hash));
    const several = page.locator('a.row-link[data-rows*=" "]').first();
    const rows = (await several.getAttribute("data-rows")).split(" ").length;
    await several.click();
    const lights = await lit(page);
    const inSight = await page.evaluate(() => {
      const { top, bottom } = document.querySelector(".line.lit").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    return [
      must(wrong.length === 0, `words lead to rows that are not there: ${wrong.slice(0, 3)}`),
      must(lights.length > 0 && lights.length <= rows, `a link for ${rows} rows lights ${lights.length}`),
      must(inSight, "the row that a link leads to is out of sight"),
    ];
  });

const byAddress = (browser, html) =>
  on(browser, html, { fragment: "#7-edge-1-row-17" }, async (page) => {
    const lights = await lit(page);
    const row = page.locator('[id="7-edge-1-row-17"]');
    return [
      must(lights.join() === "7-edge-1-row-17", `the address lights ${lights}`),
      must(await row.isVisible(), "the row of the address is held back"),
      must(await row.evaluate((line) => line.getBoundingClientRect().top < innerHeight), "the row of the address is out of sight"),
    ];
  });

const inAFold = (browser, html) =>
  on(browser, html, { fragment: "#7-edge-1-row-2" }, async (page) =>
    [must((await lit(page)).join() === "7-edge-1-row-1", "a row that is told with others is not found")]);

const linesAndRows = (browser, html) =>
  on(browser, html, {}, async (page) => {
    const row = page.locator(".line[data-code]").first();
    const [listing, line] = (await row.getAttribute("data-code")).split(":");
    await row.click();
    const lamp = page.locator(`pre:has(> [id="${listing}"]) .lamp`);
    const at = await lamp.evaluate((lamp) => getComputedStyle(lamp).getPropertyValue("--line"));
    const off = await page.evaluate(place, [listing, Number(line)]);
    const waits = page.locator(".line[data-returns]").first();
    await waits.click();
    const returns = await page.locator(".line.return").count();
    const mark = page.locator(".mark").first();
    await mark.focus();
    const rows = (await lit(page)).length;
    await page.keyboard.press("Enter");
    return [
      must(at === line && (await lamp.count()) === 1, "a row lights another line than its own"),
      must(off < 3, `the light stands ${off} pixels beside its line`),
      must(returns === 1, "a row that waits does not show where it returns"),
      must(rows > 0 && (await lit(page)).length > 0, "a line of code lights no row"),
    ];
  });

// Runs in the page: how far the lamp is from the line's own letters.
function place([id, line]) {
  const code = document.getElementById(id);
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let rest = line;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at += 1) {
      if (rest === 0 && node.data[at].trim()) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const letter = range.getBoundingClientRect();
        const lamp = code.parentElement.querySelector(".lamp").getBoundingClientRect();
        return Math.abs((letter.top + letter.bottom) / 2 - (lamp.top + lamp.bottom) / 2);
      }
      if (node.data[at] === "\n") rest -= 1;
    }
  }
  return Infinity;
}

const words = (browser, html) =>
  on(browser, html, {}, async (page) => {
    const link = page.locator("a[aria-describedby^='gloss-']").first();
    const tip = page.locator("div.tip");
    await link.hover();
    const hovered = await tip.isVisible();
    await page.mouse.move(0, 0);
    await link.focus();
    const text = await tip.textContent();
    const focused = await tip.isVisible();
    await page.keyboard.press("Escape");
    return [
      must(hovered && focused && text.length > 20, "a word of the glossary does not explain itself"),
      must(!(await tip.isVisible()), "Escape does not close the explanation"),
    ];
  });

// Nothing moves by itself, and nothing moves smoothly for a reader who wants it so.
const quietly = (browser, html) =>
  on(browser, html, { reducedMotion: "reduce" }, async (page) => {
    await page.waitForTimeout(300);
    const before = await lit(page);
    const moves = await page.evaluate(() => document.getAnimations().length);
    const mark = await page.locator(".mark").first().evaluate((mark) => getComputedStyle(mark, "::before").transitionDuration);
    return [must(before.length === 0 && moves === 0, "something moves by itself"), must(mark === "0s", "a mark moves smoothly")];
  });

const withoutScript = (browser, html) =>
  on(browser, html, { javaScriptEnabled: false, fragment: "#7-edge-1-row-17" }, async (page) => {
    const box = figure(page, "7-edge-1");
    return [
      must((await box.locator("button").count()) === 0, "there is something to press, and no script"),
      must(await box.locator(".line").last().isVisible(), "rows are held back without a script"),
      must((await box.locator('[id="7-edge-1-row-17"]').evaluate((line) => getComputedStyle(line).boxShadow)) !== "none", "the row of the address is not lit"),
    ];
  });

const onPaper = (browser, html) =>
  on(browser, html, {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    const box = figure(page, "7-edge-1");
    return [
      must(!(await box.locator(".bar").isVisible()), "paper has something to press"),
      must(await box.locator(".line").last().isVisible(), "paper lacks the rows that are held back"),
    ];
  });

// What is selected is the transcript's text, also when the script has been at it.
const asText = (browser, html) =>
  on(browser, html, {}, async (page) => {
    await press(page, "7-level-1", "Next row");
    const [selected, text] = await page.evaluate(() => {
      const block = document.querySelector('[id="7-level-1"] .sheet');
      getSelection().selectAllChildren(block);
      return [getSelection().toString(), block.textContent];
    });
    return [must(selected.trimEnd() === text.trimEnd(), "the text that is selected is not the transcript's")];
  });
