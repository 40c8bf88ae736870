// What pages do beyond showing and posting: clocks that run, the live stream, buttons that want to be held. Every page works without.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);

  // --- clocks: times count on by the server's clock, whatever the browser's says ---
  let skew = 0;
  const setClock = () => {
    const area = document.querySelector("[data-now]");
    if (area) skew = Number(area.dataset.now) - Date.now();
  };
  const span = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    const two = (n) => String(n).padStart(2, "0");
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  };
  const put = (el, text) => { if (el.textContent !== text) el.textContent = text; };
  const tick = () => {
    const now = Date.now() + skew;
    for (const t of document.querySelectorAll("time[data-since]")) {
      put(t, `${t.dataset.clock} (${span((now - Number(t.dataset.since)) / 1000)})`);
    }
    for (const t of document.querySelectorAll("time[data-until]")) {
      const left = (Number(t.dataset.until) - now) / 1000;
      t.classList.toggle("over", left < 0);
      put(t, `${t.dataset.clock} (${left < 0 ? "+" : ""}${span(Math.abs(left))})`);
    }
  };
  setInterval(tick, 1000);

  // --- the stream: it says only that something has changed; what is shown is fetched anew ---
  const where = document.body.dataset.stream;
  let source = null, retry = null, due = null, last = 0;
  const changed = () => { // many events at once are one look
    if (due) return;
    due = setTimeout(() => {
      due = null;
      last = Date.now();
      document.body.dispatchEvent(new CustomEvent("muster-changed"));
    }, Math.max(50, 400 - (Date.now() - last)));
  };
  const live = (on) => {
    const light = $("live");
    if (!light) return;
    const text = on ? light.dataset.live : light.dataset.away;
    light.classList.toggle("off", !on);
    if (light.textContent !== text) light.textContent = text;
  };
  const listen = () => {
    clearTimeout(retry);
    if (source) source.close();
    source = new EventSource(where);
    source.onopen = () => { live(true); changed(); }; // whatever was missed meanwhile
    source.addEventListener("changed", changed);
    source.onerror = () => {
      live(false);
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      retry = setTimeout(listen, 3000);
    };
  };
  if (where && window.EventSource) {
    if (!document.hidden) listen();
    window.addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
    window.addEventListener("pagehide", () => { clearTimeout(retry); if (source) source.close(); });
    window.addEventListener("online", listen);
    // A browser has few connections to one address: pages that nobody sees keep none.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) { listen(); return; }
      clearTimeout(retry);
      if (source) source.close();
      live(false);
    });
  }

  // --- htmx: what people have opened stays open, what they typed stays until it was taken ---
  const scripted = window.htmx;
  if (scripted) {
    scripted.registerExtension("muster", {
      htmx_before_morph_attr: (el, detail) => !(el.tagName === "DETAILS" && detail.attrName === "open"),
    });
    const show = (id, on) => { const el = $(id); if (el) el.hidden = !on; };
    document.addEventListener("htmx:before:response", (e) => {
      const ctx = e.detail.ctx;
      if (ctx.response.status === 401) { show("ended", true); e.preventDefault(); return; }
      show("ended", false);
      show("unsent", false);
      // An answer that is no page of ours, such as a proxy's, is not put in the place of one.
      const kind = ctx.response.headers.get("Content-Type") || "";
      if (ctx.response.status >= 500 && !kind.startsWith("text/html")) e.preventDefault();
    });
    document.addEventListener("htmx:error", (e) => {
      const el = e.detail.ctx && e.detail.ctx.sourceElement;
      if (el && el.tagName === "FORM" && e.detail.ctx.request.method === "POST") show("unsent", true); else live(false);
    });
    const refuse = (text) => { const box = $("refusal"); box.textContent = text; box.hidden = !text; };
    document.addEventListener("htmx:before:swap", (e) => { // a page that lacks the part that was asked for takes nothing away
      const { ctx, tasks } = e.detail;
      const main = tasks.find((t) => t.type === "main");
      if (!main || main.fragment.childElementCount > 0) return;
      e.preventDefault();
      const why = new DOMParser().parseFromString(ctx.text, "text/html").querySelector("[role=alert]");
      if (ctx.request.method === "POST") refuse(why ? why.textContent.trim() : "");
      else live(false);
    });
    document.addEventListener("htmx:after:swap", (e) => {
      const ctx = e.detail.ctx;
      setClock();
      tick();
      if (ctx.request.method !== "POST") return;
      const why = document.querySelector("#main [data-why]");
      refuse(why ? why.textContent.trim() : "");
      if (why) { why.hidden = true; return; } // it stands above as well, where the next look at what has changed does not take it away
      if (ctx.sourceElement && ctx.sourceElement.tagName === "FORM") {
        ctx.sourceElement.reset();
        const act = ctx.sourceElement.closest("details.act");
        if (act) act.open = false;
      }
    });
  }

  // --- buttons that want to be held: a thumb that slips declares nothing ---
  const holdFor = 800;
  let held = null;
  const release = () => {
    if (!held) return;
    clearTimeout(held.timer);
    held.button.classList.remove("holding");
    held = null;
  };
  const send = (button) => {
    button.dataset.sure = "yes";
    if (button.form.reportValidity()) button.form.requestSubmit(button);
    delete button.dataset.sure;
  };
  const hold = (button) => {
    if (held) return;
    button.classList.add("holding");
    held = { button, timer: setTimeout(() => { release(); send(button); }, holdFor) };
  };
  const holdable = (e) => e.target.closest && e.target.closest("button[data-hold]");
  document.addEventListener("pointerdown", (e) => { const b = holdable(e); if (b && e.button === 0) hold(b); });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) window.addEventListener(name, release, true);
  window.addEventListener("blur", release); // the window's own: a field that loses its focus to the button does not bubble to here
  document.addEventListener("contextmenu", (e) => { if (holdable(e)) e.preventDefault(); });
  document.addEventListener("keydown", (e) => {
    const b = holdable(e);
    if (!b || (e.key !== "Enter" && e.key !== " ")) return;
    e.preventDefault();
    if (!e.repeat) hold(b);
  });
  document.addEventListener("keyup", release);
  document.addEventListener("click", (e) => { // a reader of the screen clicks without pressing: it is asked to do so twice
    const b = holdable(e);
    if (!b || b.dataset.sure) return;
    e.preventDefault();
    if (e.detail !== 0 || e.pointerType) return;
    if (b.dataset.asked) { delete b.dataset.asked; send(b); return; }
    b.dataset.asked = "yes";
    b.textContent = b.dataset.twice;
  });

  // --- a form is sent once; coming back to its page it can be sent again, under the same name ---
  document.addEventListener("submit", (e) => {
    if (e.target.matches("form[hx-post]")) return;
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "yes";
    e.target.classList.add("sending");
  });
  window.addEventListener("pageshow", () => {
    for (const f of document.querySelectorAll("form[data-sent]")) { delete f.dataset.sent; f.classList.remove("sending"); }
  });

  // --- printing ---
  for (const b of document.querySelectorAll("button[data-print]")) {
    b.hidden = false;
    b.addEventListener("click", () => window.print());
  }

  setClock();
  tick();
})();
