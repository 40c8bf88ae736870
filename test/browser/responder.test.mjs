// Somebody who was called answers on the page behind the link in their text: on an old phone, without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, person, phone } from "./lib/browser.mjs";
import { Muster } from "./lib/muster.mjs";
import { linkedSite, linkOf } from "./lib/stage.mjs";

let browser, muster;
before(async () => {
  [browser, muster] = await Promise.all([openBrowser(), Muster.open()]);
  await linkedSite(muster);
});
after(async () => { await browser?.close(); await muster?.close(); });

test("a responder accepts, arrives and does their task by the link, without scripts and without signing in", async () => {
  const { id } = await muster.declare();
  const { path, responder } = await linkOf(muster, id);
  const page = await person(browser, muster.url, { size: phone, scripts: false });
  await page.goto(path);
  assert.equal((await muster.incident(id)).pages.find((p) => p.responder === responder).state, "paging", "a look is no answer");
  await page.goto(`${path}?lang=en`);
  await page.getByRole("button", { name: "I come" }).click();
  await page.getByText("You have accepted").waitFor();
  assert.equal((await muster.incident(id)).pages.find((p) => p.responder === responder).state, "accepted");
  await page.getByRole("button", { name: "I am on scene" }).click();
  await page.locator(".state.on_scene").first().waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth).catch(() => 0);
  assert.ok(overflow <= 0);
  const { items } = await muster.ask("GET", `/api/v1/incidents/${id}/timeline?limit=200`);
  assert.ok(items.some((e) => e.text.en.includes("by the link")), "the timeline does not say how it came");
  await page.context().close();
});

test("a link that was changed opens nothing", async () => {
  const { id } = await muster.declare();
  const { path } = await linkOf(muster, id);
  const page = await person(browser, muster.url, { scripts: false });
  const answer = await page.goto(`${path.slice(0, -1)}${path.endsWith("a") ? "b" : "a"}`);
  assert.equal(answer.status(), 404);
  await page.context().close();
});
