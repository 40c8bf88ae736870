// Every page by axe: in both languages, in both colour schemes, at both sizes; and that none is too wide for its screen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, person, phone, signIn, wall } from "./lib/browser.mjs";
import { Muster } from "./lib/muster.mjs";
import { pagesOf, stage } from "./lib/stage.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const short = process.env.MUSTER_BROWSER === "short";

let browser, muster, pages;
before(async () => {
  [browser, muster] = await Promise.all([openBrowser(), Muster.open()]);
  await muster.account("ann", "Ann Li", "administrator");
  pages = pagesOf(await stage(muster, browser));
});
after(async () => { await browser?.close(); await muster?.close(); });

const looks = short ? [["en", "light", phone]] : ["en", "zh"].flatMap((lang) => ["light", "dark"].flatMap((scheme) => [phone, wall].map((size) => [lang, scheme, size])));
for (const [lang, scheme, size] of looks) {
  test(`axe finds nothing: ${lang}, ${scheme}, ${size.width} x ${size.height}`, async () => {
    const page = await person(browser, muster.url, { lang, scheme, size });
    const found = [];
    const look = async (name, path) => {
      await page.goto(path);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const v of violations) found.push(`${name}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${name}: ${wide} pixels too wide`);
    };
    for (const { name, path } of pages.filter((p) => p.open)) await look(name, `${path}?lang=${lang}`); // a link speaks as its person's texts do, unless asked
    await signIn(page, "ann");
    for (const { name, path } of pages.filter((p) => !p.open)) await look(name, path);
    console.log(`${pages.length} pages: ${found.length} violations`);
    assert.deepEqual(found, []);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}
