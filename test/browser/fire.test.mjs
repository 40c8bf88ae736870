// A fire from its declaration to its review, as a duty manager lives through it: at a phone in one hand, and at a wall screen.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { hold, openBrowser, person, phone, signIn, think, wall } from "./lib/browser.mjs";
import { Muster, until } from "./lib/muster.mjs";

// Each story has a Muster of its own: people who are busy in one fire are called last in another.
let browser, muster;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });
beforeEach(async () => {
  muster = await Muster.open();
  await muster.account("ann", "Ann Li", "administrator");
});
afterEach(async () => { await muster?.close(); });

const words = {
  en: { outcome: "handled", review: "Review", standing: "standing down" },
  zh: { outcome: "handled", review: "复盘", standing: "恢复中" },
};

// fill completes a step by what its form asks for.
async function fill(page, step) {
  const form = step.locator("form[action$='/done']").first();
  for (const input of await form.locator("input[required]").all()) await input.fill((await input.getAttribute("placeholder"))?.includes("/") ? "2/2" : "1");
  await form.locator("button").first().click();
}

for (const [size, lang] of process.env.MUSTER_BROWSER === "short" ? [[phone, "en"]] : [[phone, "en"], [wall, "zh"], [phone, "zh"], [wall, "en"]]) {
  test(`a fire from three taps to its review, ${size.width} x ${size.height}, ${lang}`, async () => {
    const page = await person(browser, muster.url, { size, lang });
    await signIn(page, "ann");
    await page.goto("/console/");
    const began = Date.now();
    await page.waitForTimeout(think);
    await page.click("p.declare a");
    await page.waitForTimeout(think);
    await page.click("label.tile:has(input[value=fire])");
    await page.waitForSelector("#declare li.line");
    await page.waitForTimeout(think);
    await hold(page, page.locator("#declare button[data-hold]"));
    await page.waitForURL("**/console/incidents/inc-*");
    const took = Date.now() - began;
    assert.ok(took < 10_000, `three taps took ${took} ms`);
    console.log(`three taps to a declared fire, at the speed of a person: ${took} ms`);
    const id = page.url().split("/").at(-1);

    await page.evaluate(() => { window.unreloaded = true; });
    const seats = page.locator("#posts .count");
    await page.waitForSelector("#called");
    const phones = await page.context().newPage();
    await phones.goto("/console/phones");
    const accept = phones.locator(".handset button[value='1']").first();
    await accept.waitFor();
    const filled = async () => Number((await seats.textContent()).split("/")[0]);
    await until("seats to fill without a reload", async () => {
      if (await filled() >= 2) return true;
      const asked = phones.locator(".handset").filter({ hasText: /Reply [A-Z0-9]{3} 1|回[A-Z0-9]{3} 1/ });
      for (const handset of (await asked.all()).slice(0, 4)) await handset.locator("button[value='1']").click();
      return await filled() >= 2;
    });
    assert.equal(await page.evaluate(() => window.unreloaded), true, "the page was loaded anew");

    for (let done = 0; done < 2; done++) {
      const step = page.locator("#do ~ ul > li").first();
      await step.waitFor();
      const which = await step.getAttribute("id");
      await fill(page, step);
      await until(`${which} to be done`, async () => await page.locator(`#do ~ ul > li#${which}`).count() === 0);
    }
    await page.click("a[href$='/stand-down']");
    await page.selectOption("#outcome", words[lang].outcome);
    await page.fill("#reason", "out, and aired");
    await page.check("input[name=sure]");
    await hold(page, page.locator("form[action$='/stand-down'] button[data-hold]"));
    await page.waitForURL(`**/incidents/${id}`).catch(async (error) => { throw new Error(`${error.message}\n${await page.locator("main").innerText()}`); });
    await page.getByText(words[lang].standing).first().waitFor();
    await page.goto(`/console/incidents/${id}/review`);
    await page.getByRole("heading", { level: 1, name: words[lang].review }).waitFor();
    assert.ok(await page.locator("svg.chart rect").count() > 3, "the review has no chart");
    assert.deepEqual(page.problems, []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
    await page.context().close();
  });
}

test("the first screen is under 100 kB, and one round of requests", async () => {
  const page = await person(browser, muster.url);
  await signIn(page, "ann");
  await page.context().clearCookies({ name: "none" });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  const asked = [];
  session.on("Network.requestWillBeSent", (e) => { if (!e.request.url.includes("/stream")) asked.push(e.request.url); });
  session.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
  await page.goto("/console/", { waitUntil: "load" });
  console.log(`first screen: ${bytes} bytes in ${asked.length} requests`);
  assert.ok(bytes > 0 && bytes < 100_000, `${bytes} bytes`);
  assert.ok(asked.every((url) => url.startsWith(muster.url)), "something comes from another host");
  await page.context().close();
});
