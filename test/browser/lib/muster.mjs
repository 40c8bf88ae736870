// A Muster of the tests' own: the program that was built, on a port and in a directory of its own, which can be killed and started
// again; and what tests ask of its API.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const token = "browser-suite-admin-token";
export const password = "correct horse battery";

// freePort is a port that nobody listens at.
export const freePort = () => new Promise((done, fail) => {
  const server = createServer();
  server.on("error", fail);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// until asks again and again, for as long as a person would wait, and gives the first answer that is one.
export async function until(what, ask, within = 30_000) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${within / 1000} s for ${what}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

export class Muster {
  // open makes one; publicURL is how browsers reach it, its own address if left out.
  static async open(publicURL) {
    const m = new Muster();
    m.dir = await mkdtemp(join(tmpdir(), "muster-browser-"));
    m.port = await freePort();
    m.url = `http://127.0.0.1:${m.port}`;
    m.public = publicURL ?? m.url;
    await m.start();
    return m;
  }

  async start() {
    const program = process.env.MUSTER_BIN;
    if (!program) throw new Error("say in MUSTER_BIN which program is tested: make browser does");
    this.said = "";
    this.child = spawn(program, ["up"], {
      env: {
        PATH: process.env.PATH, HOME: this.dir, MUSTER_LISTEN: `127.0.0.1:${this.port}`, MUSTER_PUBLIC_URL: this.public, MUSTER_DATA_DIR: join(this.dir, "data"),
        MUSTER_ADMIN_TOKEN: token,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on("data", (text) => { this.said = (this.said + text).slice(-20_000); });
    await until("Muster to be ready", async () => (await fetch(`${this.url}/readyz`)).ok, 120_000).catch((error) => {
      throw new Error(`${error.message}; it said:\n${this.said}`);
    });
  }

  // kill ends the program as a power cut does.
  async kill() {
    const gone = new Promise((done) => { this.child.once("exit", done); });
    this.child.kill("SIGKILL");
    await gone;
  }

  async close() {
    await this.kill();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  // ask calls the API, as the installation's own token unless other headers are given.
  async ask(method, path, body, headers = { Authorization: `Bearer ${token}` }) {
    const answer = await fetch(this.url + path, {
      method, headers: { "Content-Type": "application/json", ...headers }, body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    this.headers = answer.headers;
    return text ? JSON.parse(text) : null;
  }

  // account makes somebody who has changed the password that was made for them.
  async account(login, name, role) {
    const made = await this.ask("POST", "/api/v1/accounts", { login, name, roles: [{ role }] });
    await this.ask("POST", "/api/v1/session", { login, password: made.generated_password }, {});
    const cookie = this.headers.get("set-cookie").split(";")[0];
    await this.ask("POST", "/api/v1/session/password", { old_password: made.generated_password, new_password: password }, { Cookie: cookie, Origin: this.public });
    return login;
  }

  declare(over = {}) {
    return this.ask("POST", "/api/v1/incidents", { plan: "fire", site: "riverside", mode: "real", location: "Building 3, floor 12", summary: "smoke in the corridor", ...over });
  }

  incident(id) { return this.ask("GET", `/api/v1/incidents/${id}`); }

  // answer has the person at a handset answer what it got.
  reply(number, text) { return this.ask("POST", `/api/v1/phones/${encodeURIComponent(number)}/replies`, { text }); }
}
