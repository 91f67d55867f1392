// What axe, the checker of accessibility, finds on a page: serious findings are failures.

import { createRequire } from "node:module";

const PATH = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SERIOUS = ["serious", "critical"];

// Returns what is wrong, a sentence each.
export async function inspectAccess(page) {
  await page.addScriptTag({ path: PATH });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => SERIOUS.includes(impact));
  return serious.map(({ id, help, nodes }) => `axe: ${help} (${id}, ${nodes.length} times): ${nodes[0].html.slice(0, 160)}`);
}
