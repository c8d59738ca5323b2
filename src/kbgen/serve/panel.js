// Follows `kbgen serve`: loads the page again when it has changed, and shows what is wrong with it.
// Text from the server is only ever text: elements are made one by one.
"use strict";

(() => {
  const script = document.currentScript;
  const here = new URL(".", script.src);
  const place = `kbgen-scroll ${location.pathname}`;
  let source = null;
  let panel = null;

  function listen() {
    if (source || document.visibilityState === "hidden") return; // a browser opens six streams to one server, not more
    const query = new URLSearchParams({ page: location.pathname, digest: script.dataset.digest });
    source = new EventSource(new URL(`events?${query}`, here));
    source.addEventListener("reload", reload);
    source.addEventListener("state", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (panel) panel.dataset.away = "";
    });
  }

  function pause() {
    if (!source) return;
    source.close();
    source = null;
  }

  function reload() {
    pause();
    sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  // Browsers keep the place on their own in most cases, not with a #fragment in the address.
  function returnTo() {
    const kept = sessionStorage.getItem(place);
    if (!kept) return;
    sessionStorage.removeItem(place);
    const [left, top] = JSON.parse(kept);
    const go = () => scrollTo({ left, top, behavior: "instant" });
    go();
    addEventListener("load", () => requestAnimationFrame(go), { once: true });
  }

  function element(name, text, options = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    return Object.assign(made, options);
  }

  function counted(findings) {
    const words = [];
    for (const severity of ["error", "warning", "note"]) {
      const count = findings.filter((one) => one.severity === severity).length;
      if (count) words.push(`${count} ${severity}${count === 1 ? "" : "s"}`);
    }
    return words.join(", ");
  }

  function show(state) {
    const open = panel?.querySelector("details")?.open ?? false;
    panel?.remove();
    panel = element("aside", "", { id: "kbgen-live", lang: "en", dir: "ltr" });
    panel.setAttribute("aria-label", "kbgen serve");
    if (state.error) {
      const box = element("div", "", { className: "failed" });
      box.setAttribute("role", "alert");
      box.append(element("strong", "The site cannot be built. This is the last one that could."));
      box.append(element("pre", state.error));
      if (state.hint) box.append(element("p", state.hint));
      panel.append(box);
    }
    if (state.findings.length) {
      const details = element("details", "", { open });
      const more = state.more ? ` and ${state.more} more` : "";
      details.append(element("summary", `${counted(state.findings)}${more} on this page`));
      const list = element("ul", "");
      for (const one of state.findings) {
        const item = element("li", "", { className: one.severity });
        const [message, ...place] = one.text.split("\n");
        item.append(element("span", message), element("pre", place.join("\n")));
        list.append(item);
      }
      details.append(list);
      panel.append(details);
    }
    if (state.busy) panel.append(element("p", "building …", { className: "busy" }));
    if (panel.childElementCount) document.body.append(panel);
  }

  const style = element("link", "", { rel: "stylesheet", href: new URL("panel.css", here) });
  document.head.append(style);
  returnTo();
  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") pause();
    else listen();
  });
  addEventListener("pagehide", pause);
  addEventListener("pageshow", listen);
})();
