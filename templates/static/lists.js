// Tables and what else the pages that list pages do; after `site.js`, whose tools it uses. Builds what it adds with
// createElement and textContent only, and loads data as classic scripts.
(function () {
  "use strict";
  if (!window.kbgen) return;
  const { all, load, make, page, root, say } = window.kbgen;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const idle = window.requestIdleCallback || setTimeout;

  // ---------- tables: sorted by any column, narrowed by text and by choice, rows of further pages on demand

  const CHUNK = 200;
  const further = new Map();
  window.kbgenRows = (number, rows) => further.set(number, rows);

  function cellOf(tag, data) {
    const cell = make(tag, {});
    if (typeof data === "string") { cell.textContent = data; return cell; }
    const [level, iso, ...runs] = data;
    let inside = cell;
    if (level) cell.append(inside = make("span", { className: "level l" + level }));
    else if (iso) cell.append(inside = make("time", { dateTime: iso.slice(0, 10) }));
    for (const run of runs) {
      if (typeof run === "string") inside.append(/^(, | et al\.)$/.test(run) ? say(run) : run);
      else inside.append(make("a", { textContent: run[0], className: run[2], href: run[2] === "external" ? run[1] : root + encodeURI(run[1]) }));
    }
    return cell;
  }

  // Without the signs that keep the order of phrases on pages that run the other way.
  const plain = (text) => text.replace(/[\u2068\u2069]/g, "");

  class Row {
    constructor(element, data) { this.made = element; this.data = data; }
    element() {
      if (!this.made) {
        this.made = make("tr", {}, ...this.data.map((cell, number) => cellOf(number ? "td" : "th", cell)));
        this.made.firstChild.scope = "row";
      }
      return this.made;
    }
    text(column) {
      if (!this.data) return plain(this.made.cells[column].textContent).trim();
      const cell = this.data[column];
      return typeof cell === "string" ? cell : cell.slice(2).map((run) => typeof run === "string" ? run : run[0]).join("");
    }
    key(column, type) {
      if (type === "number") return this.text(column) === "" ? NaN : Number(this.text(column));
      if (type === "text") return this.text(column);
      if (this.data) {
        const cell = this.data[column];
        return typeof cell === "string" ? "" : type === "date" ? cell[1] : cell[0] || "";
      }
      const part = this.made.cells[column].querySelector(type === "date" ? "time" : ".level");
      if (part) return type === "date" ? part.dateTime : Number(part.className.slice(-1));
      return type === "date" && /^\d{4}(-\d\d){0,2}$/.test(this.text(column)) ? this.text(column) : "";
    }
    get folded() {
      if (this.known === undefined) {
        const cells = this.data || this.made.cells;
        this.known = fold(Array.from(cells, (_, column) => this.text(column)).join("\n"));
      }
      return this.known;
    }
  }

  class Table {
    constructor(region) {
      this.region = region;
      const before = region.previousElementSibling;
      this.tools = before && before.matches(".tools") ? before : make("div");  // a short table has none
      this.body = region.querySelector("tbody") || region.querySelector("table").createTBody();
      this.heads = all("thead th", region);
      this.classes = this.heads.map((head) => head.className);
      this.parts = all("tbody", region).slice(1);
      this.rows = all("tbody tr", region).map((row) => new Row(row));
      this.order = { column: -1, down: false };
      const sorted = this.heads.findIndex((head) => head.hasAttribute("aria-sort"));  // as the page has it
      this.given = { column: sorted, down: sorted >= 0 && this.heads[sorted].getAttribute("aria-sort") === "descending" };
      this.collator = new Intl.Collator(page.lang || undefined, { numeric: true, sensitivity: "base" });
      this.search = this.tools.querySelector("input") || make("input");
      this.selects = all("select", this.tools);
      this.status = this.tools.querySelector(".status") || make("p");
      this.total = this.rows.length;
      this.start();
    }

    start() {
      this.heads.forEach((head, column) => {
        const button = make("button", { className: "sort", type: "button" }, ...head.childNodes);
        button.addEventListener("click", () => this.sortBy(column));
        head.append(button);
      });
      let timer = 0;
      this.search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => this.apply(), 80); });
      for (const select of this.selects) select.addEventListener("change", () => this.apply());
      for (const place of [this.tools, this.region.querySelector("thead")]) {
        place.addEventListener("focusin", () => this.complete());
      }
      this.sentinel = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) this.more(); }, { rootMargin: "600px" });
      if (performance.getEntriesByType("navigation").some((one) => one.type !== "navigate")) {
        for (const part of this.parts) part.classList.add("shown");  // one comes back to where one was
      } else this.unfold();
      this.restore();
    }

    // Most rows are laid out when the browser has nothing else to do, a part at a time.
    unfold() {
      const part = this.parts.find((one) => !one.matches(".shown"));
      if (part) idle(() => { part.classList.add("shown"); this.unfold(); });
    }

    get types() {
      const marked = (column) => all(`tbody tr > :nth-child(${column + 1}) .level`, this.region).length > 0;
      return this.kept ||= this.classes.map((name, column) => /^(?:number|date)$/.test(name) ? name : marked(column) ? "level" : "text");
    }

    sortBy(column) {
      const first = this.types[column] === "text";  // names from A, numbers and dates from the largest
      const given = this.order.column < 0 && this.given.column === column && this.given.down === !first;
      if (this.order.column !== column) this.order = { column, down: given ? first : !first };
      else if (this.order.down === !first) this.order.down = first;
      else this.order = { column: -1, down: false };
      this.apply();
    }

    async complete() {
      const { rows, pages, page: here } = this.region.dataset;
      if (!rows || this.completed) return this.completed;
      const others = Array.from({ length: Number(pages) }, (_, index) => index + 1);
      this.completed = Promise.all(others.filter((one) => one !== Number(here)).map((one) => load(rows + one + ".js"))).then(() => {
        const own = this.rows;
        const phrases = new Set(this.region.dataset.phrases.split(" ").filter(Boolean).map(Number));
        const spoken = (data) => data.map((cell, number) => phrases.has(number) && cell ? say(cell) : cell);
        this.rows = others.flatMap((one) => one === Number(here) ? own : (further.get(one) || []).map((data) => new Row(null, spoken(data))));
        this.total = this.rows.length;
      });
      return this.completed;
    }

    async apply(silent) {
      await this.complete();
      const words = fold(this.search.value).split(/\s+/).filter(Boolean);
      const picks = this.selects.filter((select) => select.value).map((select) => [Number(select.dataset.column), select.value]);
      let found = this.rows.filter((row) =>
        picks.every(([column, value]) => row.text(column) === plain(value)) && words.every((word) => row.folded.includes(word)));
      const { column, down } = this.order;
      if (column >= 0) found = this.sorted(found, column, down);
      const seen = column >= 0 ? this.order : this.given;
      this.heads.forEach((head, number) => {
        if (number === seen.column) head.setAttribute("aria-sort", seen.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      this.found = found;
      this.shown = 0;
      for (const part of this.parts.splice(0)) part.remove();
      this.body.replaceChildren();
      this.more();
      if (!found.length) this.body.append(make("tr", {}, make("td", { className: "empty", colSpan: this.heads.length }, say("Nothing matches."), " ", this.reset())));
      this.status.textContent = say("{n} of {m}", found.length, this.total);
      const pager = document.querySelector(".pager");
      if (this.region.dataset.rows) for (const part of [pager, document.querySelector(".lead .part")]) if (part) part.hidden = true;
      if (!silent) this.remember(words.length > 0, picks);
    }

    // What leads back from a choice that nothing fits.
    reset() {
      const button = make("button", { className: "button", type: "button", textContent: say("Show everything") });
      button.addEventListener("click", () => {
        for (const field of [this.search, ...this.selects]) field.value = "";
        this.search.focus();
        this.apply();
      });
      return button;
    }

    sorted(rows, column, down) {
      const type = this.types[column];
      const keyed = rows.map((row) => [row.key(column, type), row]);
      const empty = (key) => key === "" || Number.isNaN(key);
      const compare = type === "text" ? this.collator.compare : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      keyed.sort(([a], [b]) => empty(a) || empty(b) ? empty(a) - empty(b) : down ? compare(b, a) : compare(a, b));
      return keyed.map(([, row]) => row);
    }

    more() {
      const next = this.found ? this.found.slice(this.shown, this.shown + CHUNK) : [];
      if (!next.length) return;
      const part = document.createDocumentFragment();
      for (const row of next) part.append(row.element());
      this.body.append(part);
      this.shown += next.length;
      this.sentinel.disconnect();
      this.sentinel.observe(this.body.lastElementChild);
    }

    // The state lies behind the `#`: that can be changed from disk too, and never reaches a server.
    remember(filtered, picks) {
      const state = new URLSearchParams();
      if (filtered) state.set("q", this.search.value);
      for (const [column, value] of picks) state.set("c" + column, value);
      if (this.order.column >= 0) state.set("sort", (this.order.down ? "-" : "") + this.order.column);
      history.replaceState(null, "", state.size || String(state) ? "#" + state : location.pathname + location.search);
    }

    restore() {
      if (!location.hash.includes("=")) return;
      const state = new URLSearchParams(location.hash.slice(1));
      this.search.value = state.get("q") || "";
      for (const select of this.selects) select.value = state.get("c" + select.dataset.column) || "";
      const sort = /^(-?)(\d{1,3})$/.exec(state.get("sort") || "");
      if (sort && Number(sort[2]) < this.heads.length) this.order = { column: Number(sort[2]), down: sort[1] === "-" };
      this.apply(true);
    }
  }

  // ---------- the page for addresses that do not exist: what is called nearly so

  function nearest() {
    const section = document.querySelector(".nearest");
    if (!section) return;
    for (const link of all('a:not([href^="#"])')) link.href = new URL(link.getAttribute("href"), root);  // at whatever depth it is shown
    const pairs = (text) => {
      const plain = " " + fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " ";
      return new Set(Array.from(plain, (char, index) => plain.slice(index, index + 2)).slice(0, -1));
    };
    let last = location.pathname.replace(/(?:\/index)?(?:\.html)?\/?$/, "").split("/").pop();
    try { last = decodeURIComponent(last); } catch { /* as it is */ }
    const asked = pairs(last);
    window.kbgenTitles = (titles) => {
      const like = (text) => {
        const other = pairs(text);
        let common = 0;
        for (const pair of asked) common += other.has(pair);
        return 2 * common / (asked.size + other.size);
      };
      const best = titles
        .map(([title, url]) => [Math.max(like(title), like(url.replace(/^.*\/|\.html$/g, ""))), title, url])
        .filter(([score]) => score > 0.35).sort((a, b) => b[0] - a[0]).slice(0, 6);
      for (const [, title, url] of best) {
        section.querySelector("ul").append(make("li", {}, make("a", { href: root + encodeURI(url), textContent: title })));
      }
      section.hidden = !best.length;
    };
    if (last && last !== "404") load(section.dataset.titles);
  }

  for (const region of all(".table.wide")) new Table(region);
  nearest();
})();
