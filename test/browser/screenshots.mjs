// Renews the pictures in docs/pictures: each page at a phone's size and at a wall screen's, and the board with nothing and with forty.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openBrowser, person, phone, signIn, wall } from "./lib/browser.mjs";
import { Muster } from "./lib/muster.mjs";
import { crowd, pagesOf, stage } from "./lib/stage.mjs";

const into = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const sizes = [[phone, "en", "phone"], [wall, "en", "wall"], [phone, "zh", "phone-zh"]];
const inChinese = ["board", "declare", "incident", "responder"];

await mkdir(into, { recursive: true });
const [browser, muster] = await Promise.all([openBrowser(), Muster.open()]);

// shoot takes pictures of pages, by name, at each size that they are wanted in.
async function shoot(pages) {
  for (const [size, lang, suffix] of sizes) {
    const page = await person(browser, muster.url, { size, lang });
    await signIn(page, "ann");
    for (const { name, path, open } of pages.filter((p) => suffix !== "phone-zh" || inChinese.includes(p.name))) {
      await page.goto(open ? `${path}?lang=${lang}` : path);
      await page.waitForTimeout(300); // until the clocks run
      await page.screenshot({ path: `${into}${name}-${suffix}.png` });
    }
    await page.context().close();
  }
}

try {
  await muster.account("ann", "Ann Li", "administrator");
  await shoot([{ name: "board-none", path: "/console/" }]);
  await shoot(pagesOf(await stage(muster, browser)));
  await crowd(muster, 40);
  await shoot([{ name: "board-full", path: "/console/" }]);
} finally {
  await browser.close();
  await muster.close();
}
