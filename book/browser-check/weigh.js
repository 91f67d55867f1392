// What a reader's browser has to fetch for the heaviest page, and the most that this may be.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const kilobytes = (bytes) => Math.ceil(bytes / 1024);

// In KiB, as the files are on the disk; a server sends them compressed to about a quarter.
const MOST = { page: 420, style: 24, script: 16 };

async function heaviest(folder, fits) {
  const files = (await readdir(folder)).filter(fits);
  const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(join(folder, file))).size })));
  return sizes.sort((one, other) => other.size - one.size)[0];
}

// Returns what it weighs, and what of it is too heavy.
export async function weigh(html) {
  const page = await heaviest(html, (file) => /^\d\d-.*\.html$/.test(file));
  const own = [["style", /^player.*\.css$/], ["script", /^player.*\.js$/]];
  const weights = [["page", page]];
  for (const [kind, name] of own) weights.push([kind, await heaviest(html, (file) => name.test(file))]);
  const words = weights.map(([kind, { file, size }]) => `${kind} ${kilobytes(size)} KiB (${file})`);
  const heavy = weights.filter(([kind, { size }]) => kilobytes(size) > MOST[kind]);
  const troubles = heavy.map(([kind, { file }]) => `${file} weighs more than ${MOST[kind]} KiB`);
  return { words: `heaviest ${words.join(", ")}`, troubles };
}
