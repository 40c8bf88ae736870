// A stage that has something of everything: a fire with answers and a photo, a drill, an incident that is over, a schedule, a plan's
// draft, and their pages.
import { readFile } from "node:fs/promises";
import { until } from "./muster.mjs";

const bearer = { Authorization: "Bearer browser-suite-admin-token" };

// linkedSite has texts bear links.
export async function linkedSite(muster) {
  const site = await readFile(new URL("../../../sites/riverside.yaml", import.meta.url), "utf8");
  const answer = await fetch(`${muster.url}/api/v1/sites?force=true`, {
    method: "POST", headers: { ...bearer, "Content-Type": "application/yaml" }, body: site.replace(/^timezone:/m, "links: true\ntimezone:"),
  });
  if (answer.status !== 201) throw new Error(`the site was refused: ${await answer.text()}`);
}

// linkOf is the link of somebody who was called and has not answered, with who it is.
export const linkOf = (muster, id) => until("a text with a link", async () => {
  const { pages } = await muster.incident(id);
  const { items: handsets } = await muster.ask("GET", "/api/v1/phones?limit=200");
  for (const handset of handsets) {
    if (!pages.some((p) => p.responder === handset.responder && p.state === "paging")) continue;
    const { items } = await muster.ask("GET", `/api/v1/phones/${encodeURIComponent(handset.number)}/messages`);
    const found = items.map((m) => m.body.match(/\/r\/\S+/)).find((m) => m?.[0].includes(id));
    if (found) return { path: found[0], responder: handset.responder, number: handset.number };
  }
  return null;
});

// accept has some of those who were called accept.
async function accept(muster, id, most) {
  const { items: handsets } = await muster.ask("GET", "/api/v1/phones?limit=200");
  const { pages } = await muster.incident(id);
  for (const page of pages.filter((p) => p.state === "paging").slice(0, most)) {
    const handset = handsets.find((h) => h.responder === page.responder);
    if (handset && page.token) await muster.reply(handset.number, `${page.token} 1`);
  }
}

// picture is a PNG: a wall with water running down it.
async function picture(browser) {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  await page.setContent("<body style='background: #d6cebe'><p style='margin: 0 45%; height: 90vh; background: linear-gradient(#b9b6ad, #60707f); border-radius: 0 0 4em 4em'>");
  const taken = await page.screenshot();
  await page.close();
  return taken;
}

// addPhoto gives the first step of an incident that is open a photo.
async function addPhoto(muster, browser, id) {
  const open = (await muster.incident(id)).steps.find((s) => s.state === "open" || s.state === "started");
  const answer = await fetch(`${muster.url}/api/v1/incidents/${id}/steps/${open.id}/photos?by=li-hua`, {
    method: "POST", headers: { ...bearer, "Content-Type": "image/png" }, body: await picture(browser),
  });
  if (!answer.ok) throw new Error(`the photo was refused: ${await answer.text()}`);
}

// draftPlan brings a draft of the plan for fires in that differs from the one in force.
async function draftPlan(muster) {
  const plan = await readFile(new URL("../../../plans/library/fire.yaml", import.meta.url), "utf8");
  await muster.ask("POST", "/api/v1/plans", plan.replace(/^title:.*$/m, "title: {en: Fire in a building, zh: 楼宇火灾}"), { ...bearer, "Content-Type": "application/yaml" });
}

export async function stage(muster, browser) {
  await linkedSite(muster);
  const over = await muster.declare({ plan: "water-outage", location: "Building 1", summary: "no water since six", level: "L4" });
  await until("the first calls", async () => (await muster.incident(over.id)).pages.some((p) => p.state === "paging"));
  await accept(muster, over.id, 2);
  await muster.ask("POST", `/api/v1/incidents/${over.id}/cancel`, { by: "desk", outcome: "handled", reason: "the water is back" });
  await muster.ask("POST", "/api/v1/drills", { plan: "storm", site: "riverside", location: "Riverside", repeat: { unit: "month", day: 5 }, from: "10:00", notice: "announced", by: "ann" });
  const fire = await muster.declare({ places: [{ building: "B3", floor: "12" }] });
  const link = await linkOf(muster, fire.id);
  await until("seats to fill", async () => {
    await accept(muster, fire.id, 4);
    return (await muster.incident(fire.id)).seats.reduce((n, s) => n + s.filled, 0) >= 3;
  });
  const power = await muster.declare({ plan: "power-outage", location: "Building 2", summary: "half of the building is dark", level: "L2" });
  await addPhoto(muster, browser, fire.id);
  await draftPlan(muster);
  const drill = await muster.declare({ plan: "pipe-burst", mode: "drill", location: "Building 4", summary: "water runs down the wall of the lobby" });
  await until("everything to be written down", async () => (await muster.ask("GET", `/api/v1/incidents/${over.id}`)).state === "cancelled" || (await muster.incident(over.id)).state === "closed");
  return { fire: fire.id, drill: drill.id, power: power.id, over: over.id, link: link.path };
}

// pagesOf are all pages, by name; those that are open are seen without signing in.
export const pagesOf = ({ fire, drill, over, link }) => [
  { name: "sign-in", path: "/console/sign-in", open: true },
  { name: "responder", path: link, open: true },
  { name: "board", path: "/console/" },
  { name: "declare", path: "/console/declare?plan=fire&building=B3&summary=smoke" },
  { name: "incident", path: `/console/incidents/${fire}` },
  { name: "drill", path: `/console/incidents/${drill}` },
  { name: "notices", path: `/console/incidents/${fire}/notices` },
  { name: "stand-down", path: `/console/incidents/${fire}/stand-down` },
  { name: "review", path: `/console/incidents/${over}/review` },
  { name: "phones", path: "/console/phones" },
  { name: "plans", path: "/console/plans" },
  { name: "plan", path: "/console/plans/fire" },
  { name: "plan-diff", path: "/console/plans/fire/diff" },
  { name: "roster", path: "/console/roster/riverside" },
  { name: "people", path: "/console/people/riverside" },
  { name: "people-import", path: "/console/people/riverside/import" },
  { name: "roster-import", path: "/console/roster/riverside/import" },
  { name: "site-import", path: "/console/system/site" },
  { name: "drills", path: "/console/drills" },
  { name: "audit", path: "/console/audit" },
  { name: "accounts", path: "/console/accounts" },
  { name: "tokens", path: "/console/tokens" },
  { name: "system", path: "/console/system" },
  { name: "password", path: "/console/password" },
  { name: "nothing-there", path: "/console/nothing" },
];

// crowd opens incidents until there are so many, with names that are longer than anybody would want.
export async function crowd(muster, most) {
  const plans = ["pipe-burst", "lift-entrapment", "power-outage", "water-outage", "storm"];
  const { items } = await muster.ask("GET", "/api/v1/incidents?state=open&limit=100");
  for (let k = items.length; k < most; k++) {
    await muster.declare({
      plan: plans[k % plans.length], mode: k % 4 === 3 ? "drill" : "real", level: `L${1 + (k % 4)}`, location: `Building ${1 + (k % 4)}, the long corridor behind the bicycle room on floor ${k}`,
      summary: "water comes through the ceiling in several places, residents are worried and stand in the hall",
    });
  }
}
