// Renews the pictures in docs/pictures: each page at a phone's size and at a wall screen's.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openBrowser, person, phone, signIn, wall } from "./lib/browser.mjs";
import { Muster } from "./lib/muster.mjs";
import { pagesOf, stage } from "./lib/stage.mjs";

const into = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
await mkdir(into, { recursive: true });
const [browser, muster] = await Promise.all([openBrowser(), Muster.open()]);
try {
  await muster.account("ann", "Ann Li", "administrator");
  const pages = pagesOf(await stage(muster));
  for (const [size, lang, suffix] of [[phone, "en", "phone"], [wall, "en", "wall"], [phone, "zh", "phone-zh"]]) {
    const page = await person(browser, muster.url, { size, lang });
    await signIn(page, "ann");
    for (const { name, path } of pages) {
      if (suffix === "phone-zh" && !["board", "declare", "incident", "responder"].includes(name)) continue;
      await page.goto(path);
      await page.waitForTimeout(300); // until the clocks run
      await page.screenshot({ path: `${into}${name}-${suffix}.png` });
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await muster.close();
}
