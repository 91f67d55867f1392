// What programs print: its colours can be read, and who has no mouse reaches its right end.

// WCAG 2.2, 1.4.3: the least contrast of text and what is behind it.
const LEAST = 4.5;

// Returns what is wrong with the blocks of a page, a sentence each.
export async function inspectOutput(page) {
  const troubles = await page.evaluate(inspect, LEAST);
  for (const wide of await page.evaluate(widest)) troubles.push(...(await walk(page, wide)));
  return troubles;
}

// Runs in the page.
function inspect(least) {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const light = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  };
  const behind = (element) => {
    const [red, green, blue, alpha = 1] = numbers(getComputedStyle(element).backgroundColor);
    return alpha === 1 ? [red, green, blue] : behind(element.parentElement);
  };
  const contrast = (element) => {
    const colours = [numbers(getComputedStyle(element).color), behind(element)];
    const [dark, light] = colours.map(luminance).sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };

  const troubles = new Set();
  const parts = [...document.querySelectorAll(".output, .output span")];
  const looks = new Map(parts.map((part) => [part.className, part]));
  for (const part of looks.values()) {
    const ratio = contrast(part);
    if (ratio < least) troubles.add(`.${part.className} has a contrast of ${ratio.toFixed(2)}`);
  }
  for (const box of document.querySelectorAll("pre > code, .table-wrapper")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    const what = `“${box.textContent.trim().slice(0, 30)}…” scrolls`;
    if (box.tabIndex !== 0 || !box.hasAttribute("tabindex")) troubles.add(`${what}, and Tab does not reach it`);
    if (!box.getAttribute("role") || !box.getAttribute("aria-label")) troubles.add(`${what}, and has no name`);
  }
  for (const line of document.querySelectorAll(".output .waits")) {
    if (!/…|⋮/.test(line.textContent)) troubles.add(`only its colour says that “${line.textContent}” waits`);
  }
  return [...troubles];
}

// Runs in the page: the widest transcript that scrolls and the widest other output, each by its
// place among all. What is folded can't have the focus.
function widest() {
  const blocks = [...document.querySelectorAll("pre > code.output")];
  const isSeen = (block) => block.checkVisibility({ contentVisibilityAuto: true });
  const excess = (block) => (isSeen(block) ? block.scrollWidth - block.clientWidth : 0);
  const isTranscript = (block) => block.querySelector(".row") !== null;
  const most = (some) => some.sort((one, other) => excess(other) - excess(one)).slice(0, 1);
  const transcripts = blocks.filter(isTranscript);
  const others = blocks.filter((block) => !isTranscript(block));
  const found = [...most(transcripts), ...most(others)];
  return found.filter((block) => excess(block) > 0).map((block) => blocks.indexOf(block));
}

// Walks with the arrow keys to the right end of a block.
async function walk(page, index) {
  const block = page.locator("pre > code.output").nth(index);
  await block.focus();
  if (!(await block.evaluate((box) => box === document.activeElement)))
    return ["the widest output scrolls, and can't have the focus"];
  const end = await block.evaluate((box) => box.scrollWidth - box.clientWidth);
  const address = page.url();
  for (let steps = 0; steps < 3 + end / 20; steps += 1) await page.keyboard.press("ArrowRight");
  await page.waitForLoadState();
  if (page.url() !== address) return ["an arrow key turns the page, and the output has the focus"];
  const left = await settled(block);
  if (left < end - 1) return [`the arrow keys move the widest output by ${left} of ${end} pixels`];
  const hidden = await block.evaluate(hiddenNumbers);
  return hidden ? ["at its right end the numbers of the rows are out of sight"] : [];
}

// The browser scrolls smoothly: it has arrived when two looks agree.
async function settled(block) {
  const look = () => block.evaluate((box) => box.scrollLeft);
  let [before, now] = [-1, await look()];
  while (before !== now) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    [before, now] = [now, await look()];
  }
  return now;
}

// Runs in the page.
function hiddenNumbers(box) {
  const edge = box.getBoundingClientRect().left - 1;
  const numbers = [...box.querySelectorAll(".row")];
  return numbers.some((number) => number.getBoundingClientRect().left < edge);
}
