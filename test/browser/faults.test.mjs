// What goes wrong at three in the morning: the server is killed, the network drops and delays, the session ends, two people act at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hold, openBrowser, person, signIn, wall } from "./lib/browser.mjs";
import { Muster, password, until } from "./lib/muster.mjs";
import { openProxy } from "./lib/proxy.mjs";

let browser, muster, network;
before(async () => {
  browser = await openBrowser();
  network = await openProxy(0);
  muster = await Muster.open(network.url);
  network.leadTo(muster.port);
  await muster.account("ann", "Ann Li", "duty-manager");
  await muster.account("bo", "Bo Chen", "duty-manager");
});
after(async () => { await browser?.close(); await network?.close(); await muster?.close(); });

const manager = async (login, options) => {
  const page = await person(browser, network.url, options);
  await signIn(page, login);
  return page;
};

const chooseFire = async (page, summary) => {
  await page.goto("/console/declare");
  await page.click("label.tile:has(input[value=fire])");
  await page.waitForSelector("#declare li.line");
  await page.fill("#summary", summary);
};

const declaredWith = async (summary) => (await muster.ask("GET", "/api/v1/incidents?limit=100")).items.filter((i) => i.summary === summary);

test("the server is killed and started again: the page recovers by itself and shows the truth", async () => {
  const page = await manager("ann");
  const { id } = await muster.declare();
  await page.goto(`/console/incidents/${id}`);
  await page.waitForSelector("#live:not(.off)");
  await page.evaluate(() => { window.unreloaded = true; });
  await muster.kill();
  await page.waitForSelector("#live.off");
  await muster.start();
  await muster.ask("POST", `/api/v1/incidents/${id}/notes`, { by: "desk", text: "written while the page was away" });
  await page.getByText("written while the page was away").waitFor({ timeout: 60_000 });
  await page.waitForSelector("#live:not(.off)");
  assert.equal(await page.evaluate(() => window.unreloaded), true);
  await page.context().close();
});

test("the stream is cut and everything is slow: what happens still comes, and an order is given once", async () => {
  const page = await manager("ann");
  const { id } = await muster.declare();
  await page.goto(`/console/incidents/${id}`);
  await page.waitForSelector("#live:not(.off)");
  network.delay = 400;
  network.cut();
  await muster.ask("POST", `/api/v1/incidents/${id}/notes`, { by: "desk", text: "said over a bad line" });
  await page.getByText("said over a bad line").waitFor({ timeout: 60_000 });
  await page.fill("#note", "seen over a bad line");
  network.deaf = true; // it is sent, and no answer comes
  await page.click("form[action$='/notes'] button");
  await until("the order to reach Muster", async () => (await muster.ask("GET", `/api/v1/incidents/${id}/timeline?limit=200`)).items.some((e) => e.text.en.includes("seen over a bad line")));
  network.down = true; // browsers try once more by themselves where a line that they have used before breaks
  network.cut();
  await page.waitForSelector("#unsent:not([hidden])");
  network.down = network.deaf = false;
  network.delay = 0;
  assert.equal(await page.inputValue("#note"), "seen over a bad line", "what was typed is gone");
  await page.click("form[action$='/notes'] button");
  await page.waitForSelector("#unsent", { state: "hidden" });
  const said = (await muster.ask("GET", `/api/v1/incidents/${id}/timeline?limit=200`)).items.filter((e) => e.text.en.includes("seen over a bad line"));
  assert.equal(said.length, 1, "the order counts once");
  await page.context().close();
});

test("the stream is down: it says so, and declaring works", async () => {
  const page = await person(browser, network.url);
  await page.route("**/console/stream*", (route) => route.abort());
  await signIn(page, "ann");
  await chooseFire(page, "no stream");
  await page.waitForSelector("#live.off");
  await hold(page, page.locator("#declare button[data-hold]"));
  await page.waitForURL("**/console/incidents/inc-*");
  assert.equal((await declaredWith("no stream")).length, 1);
  await page.context().close();
});

test("a double tap declares once", async () => {
  const page = await manager("ann");
  await chooseFire(page, "twice");
  const form = await page.evaluate(() => new URLSearchParams(new FormData(document.querySelector("#declare"))).toString());
  await Promise.all([1, 2].map(() => page.evaluate((body) => fetch("/console/declare", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body }).then((r) => r.status), form)));
  assert.equal((await declaredWith("twice")).length, 1);
  await page.context().close();
});

test("the session ends in the middle of a declaration: nothing typed is lost", async () => {
  const page = await manager("ann");
  await chooseFire(page, "typed before the session ended");
  await page.context().clearCookies({ name: /session/ });
  await hold(page, page.locator("#declare button[data-hold]"));
  await page.waitForSelector("#password");
  await page.fill("#login", "ann");
  await page.fill("#password", password);
  await page.click("form.card button");
  await page.waitForSelector("#declare");
  assert.equal(await page.inputValue("#summary"), "typed before the session ended");
  assert.ok(await page.isChecked("input[value=fire]"));
  await hold(page, page.locator("#declare button[data-hold]"));
  await page.waitForURL("**/console/incidents/inc-*");
  assert.equal((await declaredWith("typed before the session ended")).length, 1);
  await page.context().close();
});

test("two managers act at once: each sees the other's act, and none is lost", async () => {
  const [ann, bo] = await Promise.all([manager("ann"), manager("bo", { size: wall })]);
  const { id } = await muster.declare();
  for (const page of [ann, bo]) {
    await page.goto(`/console/incidents/${id}`);
    await page.waitForSelector("#note").catch(async (error) => { throw new Error(`${error.message}\n${await page.locator("body").innerText()}`); });
  }
  const say = async (page, text) => {
    await page.fill("#note", text);
    await page.click("form[action$='/notes'] button");
  };
  await bo.fill("#note", "half typed");
  await say(ann, "from Ann");
  await bo.getByText("from Ann").waitFor();
  assert.equal(await bo.inputValue("#note"), "half typed", "the other's act took away what was being typed");
  await Promise.all([say(ann, "Ann again"), say(bo, "from Bo")]);
  for (const page of [ann, bo]) for (const text of ["from Ann", "Ann again", "from Bo"]) await page.getByText(text).first().waitFor();
  await Promise.all([ann, bo].map((page) => page.context().close()));
});
