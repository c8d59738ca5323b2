// Comfort for readers: every page reads without it. Builds what it adds with createElement and textContent only, asks for
// nothing before it is wanted, and loads data as classic scripts, so that all of it works from disk too.
(function () {
  "use strict";
  const root = new URL("../../", document.currentScript.src).href;
  const page = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  const asked = new Map();
  function load(path) {
    if (!asked.has(path)) {
      asked.set(path, new Promise((done) => {
        const loader = make("script", { src: root + path, onload: done, onerror: done });
        document.head.append(loader);
      }));
    }
    return asked.get(path);
  }

  // The phrases in the language of the interface: a few come with the page, the others are loaded when they are wanted.
  const own = document.querySelector("script[data-cards]").dataset;
  const AT_ONCE = ["Link to this section", "Copy", "Copied", "Kind of source", "Year", "all"], few = {};
  if (own.words) own.words.split("\n").forEach((said, number) => { few[AT_ONCE[number]] = said; });
  const words = () => own.lang && !window.kbgenWords ? load("-/static/words/" + own.lang + ".js") : null;

  // A phrase; one that counts has another form for one.
  const ENGLISH = { "{n} sources": { one: "{n} source", other: "{n} sources" } };
  function say(phrase, n, m) {
    const said = (window.kbgenWords || few)[phrase] || ENGLISH[phrase] || phrase;
    const form = typeof said === "string" ? said : said[new Intl.PluralRules(window.kbgenPlurals || "en").select(n)] || said.other;
    return form.replace("{n}", n).replace("{m}", m);
  }

  // ---------- light and dark

  function theme() {
    const button = document.querySelector(".switch");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => (page.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", dark());
    button.addEventListener("click", () => {
      const wanted = dark() ? "light" : "dark";
      const followed = wanted === (system.matches ? "dark" : "light");
      if (followed) delete page.dataset.theme; else page.dataset.theme = wanted;
      try {
        if (followed) localStorage.removeItem("kbgen-theme"); else localStorage.setItem("kbgen-theme", wanted);
      } catch { /* not remembered, then */ }
      show();
    });
    system.addEventListener("change", show);
    addEventListener("storage", (event) => {  // another window of the site was switched
      if (event.key !== "kbgen-theme") return;
      if (event.newValue) page.dataset.theme = event.newValue; else delete page.dataset.theme;
      show();
    });
    show();
  }

  // ---------- headings and contents

  function headings() {
    all(".body :is(h1, h2, h3, h4)[id], section[id] > h2").forEach((heading, number) => {
      const anchor = make("a", { className: "anchor", href: "#" + (heading.id || heading.parentNode.id), textContent: "#" });
      anchor.setAttribute("aria-label", say("Link to this section"));
      const words = make("span", { id: "kb-heading-" + number }, ...heading.childNodes);
      heading.setAttribute("aria-labelledby", words.id);  // by its words alone, in a list of headings
      heading.append(words, make("span", { className: "marked", textContent: "\u2060" }, anchor));
    });
  }

  function contents() {
    const side = document.getElementById("side");
    const links = all("#toc a");
    if (!links.length) return;
    const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    function mark() {
      waiting = false;
      let here = -1;
      places.forEach((place, number) => {
        if (place && place.getBoundingClientRect().top < 120) here = number;
      });
      links.forEach((link, number) => {
        if (number !== here) link.removeAttribute("aria-current");
        else if (!link.hasAttribute("aria-current")) {
          link.setAttribute("aria-current", "true");
          const box = document.getElementById("toc");
          if (box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
        }
      });
    }
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    side.addEventListener("click", (event) => {
      if (event.target.closest("#toc a") && side.matches(":popover-open")) side.hidePopover();
    });
    if (scrollY) mark();
  }

  // ---------- code

  async function copy(text) {
    if (navigator.clipboard) {
      try { return await navigator.clipboard.writeText(text); } catch { /* refused: the old way */ }
    }
    const area = make("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  function copyButtons() {
    for (const code of all("main pre")) {
      const button = make("button", { className: "button copy", type: "button", textContent: say("Copy") });
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        await copy(code.textContent.replace(/\n$/, ""));
        button.textContent = say("Copied");
        setTimeout(() => { button.textContent = say("Copy"); }, 1500);
      });
      const frame = make("div", { className: "copied" });
      code.before(frame);
      frame.append(code, button);
    }
  }

  // ---------- cards: what a link leads to, what a note says

  const cards = {};
  window.kbgenCards = (number, entries) => Object.assign(cards, entries);

  function address(link) {
    const url = new URL(link.href);
    const whole = url.origin === "null" ? url.protocol + "//" + url.pathname : url.origin + url.pathname;
    if (!whole.startsWith(root) || url.pathname === location.pathname) return "";
    let path = whole.slice(root.length);
    try { path = decodeURIComponent(path); } catch { return ""; }
    if (path === "" || path.endsWith("/")) path += "index.html";
    return path.startsWith("-/") || !path.endsWith(".html") ? "" : path;
  }

  function shard(path) {  // shards.py counts in the same way
    let sum = 0;
    for (let i = 0; i < path.length; i++) sum = (Math.imul(sum, 31) + path.charCodeAt(i)) >>> 0;
    return sum % Number(own.cards);
  }

  async function cardOf(link) {
    const path = address(link);
    if (!path) return null;
    await Promise.all([load("-/cards/" + shard(path) + ".js"), words()]);
    if (!Object.hasOwn(cards, path)) return null;
    const [title, kind, mark, lead, sources, date] = cards[path];
    const about = make("p", { className: "byline" }, make("span", { className: "kind sign k-" + mark, textContent: say(kind) }));
    if (date) about.append(" ", make("span", { textContent: date }));
    if (sources) about.append(" ", make("span", { textContent: say("{n} sources", sources) }));
    const parts = [make("p", { className: "title", dir: "auto", textContent: title }), about];
    if (lead) parts.push(make("p", { dir: "auto", textContent: lead }));
    return parts;
  }

  const NOTED = ".footnote-ref, .cites";  // what leads to a note, or to a work, on the same page

  function noteOf(link) {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note || note.classList.contains("margin-note")) return null;
    const shown = note.cloneNode(true);
    for (const part of all("[id]", shown)) part.removeAttribute("id");
    for (const back of all(".footnote-back", shown)) back.remove();
    return Array.from(shown.childNodes);
  }

  function previews() {
    let card = null, owner = null, timer = 0, pressed = false;
    const wanted = "main a[href]:not(.map-about a), .margin-note a[href]";

    function hide() {
      clearTimeout(timer);
      if (!card) return;
      card.remove();
      owner.removeAttribute("aria-describedby");
      card = owner = null;
    }

    async function show(link) {
      if (owner === link) return;
      const parts = link.closest(NOTED) ? noteOf(link) : await cardOf(link);
      if (!parts || !(link.matches(":hover, :focus") || pressed)) return;
      hide();
      owner = link;
      card = make("div", { className: "card", id: "kb-card", role: "tooltip" }, ...parts);
      card.setAttribute("role", "tooltip");
      link.setAttribute("aria-describedby", "kb-card");
      document.body.append(card);
      const at = (Array.from(link.getClientRects()).at(0)) || link.getBoundingClientRect();
      const size = card.getBoundingClientRect();
      const edge = page.clientWidth;
      const start = getComputedStyle(page).direction === "rtl" ? at.right - size.width : at.left;
      const above = at.bottom + size.height + 12 > innerHeight && at.top > size.height + 12;
      card.style.left = Math.max(8, Math.min(start, edge - size.width - 8)) + scrollX + "px";
      card.style.top = (above ? at.top - size.height - 6 : at.bottom + 6) + scrollY + "px";
      card.addEventListener("pointerenter", () => clearTimeout(timer));
      card.addEventListener("pointerleave", later);
      if (!link.closest(NOTED)) card.addEventListener("click", () => { location.href = link.href; });
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(hide, 250);
    }

    function soon(link, wait) {
      clearTimeout(timer);
      timer = setTimeout(show, wait, link);
    }

    const linkOf = (event) => event.target.closest && event.target.closest(wanted);
    document.addEventListener("pointerover", (event) => {
      const link = linkOf(event);
      if (link && event.pointerType === "mouse") soon(link, 250);
    });
    document.addEventListener("pointerout", (event) => {
      if (linkOf(event) && event.pointerType === "mouse") later();
    });
    document.addEventListener("focusin", (event) => {
      const link = linkOf(event);
      if (link && link.matches(":focus-visible")) soon(link, 400);
      else if (card && !card.contains(event.target)) later();
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    document.addEventListener("touchstart", (event) => {
      const link = linkOf(event);
      if (!link) { if (card && !card.contains(event.target)) hide(); return; }
      pressed = false;
      clearTimeout(timer);
      timer = setTimeout(() => { pressed = true; show(link); }, 450);
    }, { passive: true });
    for (const end of ["touchend", "touchmove", "touchcancel"]) {
      document.addEventListener(end, () => { if (!card) clearTimeout(timer); }, { passive: true });
    }
    document.addEventListener("contextmenu", (event) => { if (pressed && linkOf(event)) event.preventDefault(); });
    document.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (pressed && link) event.preventDefault();
      else if (link && link.closest(NOTED) && matchMedia("(hover: none)").matches && noteOf(link)) {
        event.preventDefault();
        pressed = true;
        show(link);
      }
      pressed = false;
    });
  }

  // ---------- notes in the margin, at the height of what they belong to

  function marginNotes() {
    const notes = all("main > .text .footnotes > ol > li");
    if (!notes.length) return;
    const frame = document.querySelector(".page");
    const wide = matchMedia("(min-width: 78rem)");
    function place() {
      frame.classList.toggle("noted", wide.matches);
      let free = 0, late = 0;
      if (wide.matches) {
        const top = frame.getBoundingClientRect().top;
        free = document.getElementById("nav").getBoundingClientRect().bottom - top + 24;
        for (const note of notes) {
          const back = note.querySelector(".footnote-back");
          const mark = back && document.getElementById(decodeURIComponent(back.hash.slice(1)));
          const at = mark ? mark.getBoundingClientRect().top - top - 6 : free;
          note.classList.add("margin-note");
          free = Math.max(free, at);
          late = Math.max(late, free - at);
          note.style.top = free + "px";
          free += note.offsetHeight + 12;
        }
      }
      if (!wide.matches || late > innerHeight) {  // so many that their marks are out of sight: below the text, then
        free = 0;
        frame.classList.remove("noted");
        for (const note of notes) {
          note.classList.remove("margin-note");
          note.style.top = "";
        }
      }
      frame.style.minHeight = free ? free + 24 + "px" : "";
    }
    wide.addEventListener("change", place);
    place();  // before they are seen elsewhere
    new ResizeObserver(place).observe(document.querySelector(".text"));
  }

  // ---------- dossiers: by kind of source and by year

  function narrowing() {
    const dossier = document.getElementById("dossier");
    const said = dossier ? all(".mention[id], .mention .compact > li", dossier) : [];  // also those that are told together
    if (said.length < 4) return;
    const facts = said.map((one) => {
      const form = one.querySelector(".form"), time = one.querySelector("time");
      return [form ? form.textContent : "", time ? (time.dateTime || time.textContent).slice(0, 4) : ""];
    });
    const bar = dossier.querySelector(".narrow") || make("div");  // there is room for it, so that nothing moves
    const status = make("p", { className: "status" });
    status.setAttribute("role", "status");
    const years = new Map(all(".when p a", dossier).map((link) => [link.textContent.trim(), link]));  // also those of further pages
    const choices = ["Kind of source", "Year"].map((title, which) => {
      const found = [...new Set([...facts.map((fact) => fact[which]).filter(Boolean), ...(which ? years.keys() : [])])].sort();
      if (found.length < 2) return null;
      if (which) found.reverse();
      const select = make("select", {}, make("option", { value: "", textContent: say("all") }));
      for (const value of found) select.append(make("option", { value, textContent: value }));
      select.addEventListener("change", narrow);
      bar.append(make("label", {}, say(title), select));
      return select;
    });
    async function narrow() {
      let shown = 0;
      said.forEach((one, number) => {
        one.hidden = choices.some((select, which) => select && select.value && facts[number][which] !== select.value);
        shown += !one.hidden;
      });
      for (const part of all(".mention:not([id]), .mention > details", dossier)) {
        part.hidden = !all(".compact > li", part).some((one) => !one.hidden);
        if (part.matches("details")) part.open = part.querySelector("summary").hidden = choices.some((select) => select && select.value);
      }
      const part = dossier.querySelector(".pager");
      await words();
      status.textContent = part ? say("{n} of {m} on this page", shown, said.length) : say("{n} of {m}", shown, said.length);
      const year = choices[1] ? choices[1].value : "";
      if (years.has(year) && !facts.some((fact) => fact[1] === year)) status.append(" · ", years.get(year).cloneNode(true));
    }
    if (!bar.children.length) return;
    bar.append(status);
    const when = dossier.querySelector(".when");
    if (when) when.addEventListener("click", (event) => {  // what a year leads to must be there to be seen
      if (!event.target.closest("a")) return;
      for (const select of choices) if (select) select.value = "";
      narrow();
    });
  }

  // ---------- search: loaded when it is first wanted

  function searching() {
    const button = document.querySelector(".find");
    const place = document.getElementById("search");
    let wanted = null;
    async function open() {
      if (!wanted) {
        if (!place) document.head.append(make("link", { rel: "stylesheet", href: root + "-/static/search.css" }));
        wanted = Promise.all([words(), load("-/static/search.js")]);
      }
      await wanted;
      if (window.kbgenSearch) window.kbgenSearch.open();
      else location.href = button.href;
    }
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    document.addEventListener("keydown", (event) => {
      const typed = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typed && !event.ctrlKey && !event.metaKey && !event.altKey;
      const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!slash && !k) return;
      event.preventDefault();
      open();
    });
    if (place && place.matches("[data-search]")) {
      wanted = Promise.all([words(), load("-/static/search.js")]).then(() => { if (window.kbgenSearch) window.kbgenSearch.mount(place); });
    }
  }

  function start() {
    theme();
    searching();
    previews();
    marginNotes();
    narrowing();
    const idle = window.requestIdleCallback || setTimeout;
    for (const task of [contents, headings, copyButtons]) idle(task);  // each by itself: no long wait for a tap
  }

  window.kbgen = { all, load, make, page, root, say };  // what `lists.js` needs of this
  start();
})();
