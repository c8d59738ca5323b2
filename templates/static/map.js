// The page with the whole graph. It was laid out when the site was made; this draws it, and lets one look around in it.
// Builds what it adds with createElement and textContent only, and takes its data from two classic scripts.
(function () {
  "use strict";
  const root = new URL("../../", document.currentScript.src).href;
  const at = (selector) => document.querySelector(".map " + selector);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const FOUND = 8, LISTED = 60, ROOM = 14000, LINES = 3000, FEW = 300, LETTERS = 32;  // ROOM: square pixels for each label

  let nodes = [], links = [], shown = {}, colours = {}, chosen = -1, pointed = -1;
  let scale = 1, usual = 1, left = 0, top = 0, waiting = false, data = {};

  window.kbgenPlaces = (places) => { data.places = places; begin(); };
  window.kbgenNames = (names) => { data.names = names; begin(); };

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function begin() {
    if (!data.places || !data.names) return;
    const [xs, ys, behind] = data.places, [marks, folders, names] = data.names;
    nodes = names.map(([title, mark, folder, page], number) => ({
      title, mark: marks[mark], x: xs[number], y: ys[number], near: [], folded: "",
      page: (folders[folder] ? folders[folder] + "/" : "")
        + (page || "*").replace("*", () => title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "")) + ".html",
    }));
    setTimeout(() => { connect(behind); setTimeout(open); });  // in pieces, so that the page answers meanwhile
  }

  function connect(behind) {
    behind.forEach((steps, number) => {
      let other = number;
      for (const step of steps) {
        other += step;
        links.push([number, other]);
        nodes[number].near.push(other);
        nodes[other].near.push(number);
      }
    });
    for (const node of nodes) node.size = 2.5 + Math.min(7, Math.sqrt(node.near.length) * 0.7);
    label();
  }

  const cut = (text, letters) => text.length > letters ? text.slice(0, letters - 1).trimEnd() + "…" : text;

  // Titles for the drawing. Of those that would be cut to the same words, the first ones and those that differ are left.
  function label() {
    const ends = new Map(), titles = [...new Set(nodes.map((node) => node.title).filter((title) => title.length > LETTERS))].sort();
    const alike = (title, other) => {
      let at = 0;
      while (other && at < title.length && title[at] === other[at]) at++;
      return at;
    };
    titles.forEach((title, place) => {
      const same = Math.max(alike(title, titles[place - 1]), alike(title, titles[place + 1]));
      const word = title.lastIndexOf(" ", same - 1) + 1;
      if (same >= LETTERS - 1) ends.set(title, title.slice(same - word > LETTERS / 3 ? same : word));
    });
    for (const node of nodes) {
      const title = node.title, end = ends.get(title);
      node.label = cut(title, LETTERS);
      if (!end) continue;
      const head = title.slice(0, Math.max(LETTERS / 3, LETTERS - 2 - end.length));
      node.end = "…\u00a0" + cut(end, LETTERS - 12);
      node.label = (head.slice(0, head.lastIndexOf(" ") + 1) || head) + node.end;
    }
  }

  function open() {
    for (const box of document.querySelectorAll(".map-kinds input")) {
      shown[box.value] = box.checked;
      box.addEventListener("change", () => { shown[box.value] = box.checked; search(); draw(); });
    }
    const canvas = at("canvas");
    let size = "";
    const fit = () => {
      const now = canvas.clientWidth + " " + canvas.clientHeight;
      if (now !== size) whole();
      size = now;
    };
    fit();
    new ResizeObserver(fit).observe(canvas);
    new MutationObserver(recolour).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    listen(canvas);
    recolour();
  }

  // ---------- drawing

  function recolour() {
    for (const mark of Object.keys(shown)) colours[mark] = getComputedStyle(at(".c-" + mark)).color;
    const frame = getComputedStyle(document.body);
    colours.text = frame.color;
    colours.ground = frame.backgroundColor;
    draw();
  }

  function draw() {
    if (!waiting) requestAnimationFrame(paint);
    waiting = true;
  }

  const visible = (node) => shown[node.mark] !== false;
  const across = (node) => node.x * scale + left;
  const along = (node) => node.y * scale + top;

  function paint() {
    waiting = false;
    const canvas = at("canvas"), sharp = devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
      canvas.width = Math.round(width * sharp);
      canvas.height = Math.round(height * sharp);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, width, height);
    const near = chosen < 0 ? null : new Set([chosen, ...nodes[chosen].near]);
    lines(pen, width, height, colours.text, near ? 0.03 : Math.min(0.2, 0.06 + scale / 30), () => true);
    if (near) lines(pen, width, height, colours[nodes[chosen].mark], 0.9, (one, other) => one === chosen || other === chosen);
    for (let number = nodes.length - 1; number >= 0; number--) {
      const node = nodes[number];
      if (!visible(node)) continue;
      const x = across(node), y = along(node), size = radius(node);
      if (x < -size || y < -size || x > width + size || y > height + size) continue;
      pen.globalAlpha = near && !near.has(number) ? 0.15 : 1;
      dot(pen, node, x, y, size);
    }
    labels(pen, width, height, near);
  }

  // Lines in view; of very many only every second, fourth … is drawn, which from afar looks the same.
  function lines(pen, width, height, colour, alpha, wanted) {
    const inside = (node) => { const x = across(node), y = along(node); return x > 0 && y > 0 && x < width && y < height; };
    const found = [];
    links.forEach(([one, other], number) => {
      const from = nodes[one], to = nodes[other];
      if (wanted(one, other) && visible(from) && visible(to) && (inside(from) || inside(to))) found.push(number);
    });
    let every = 1, count = 0;
    while (found.length / every > LINES) every *= 2;
    pen.globalAlpha = alpha;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const number of found) {
      if (number % every) continue;
      const [one, other] = links[number];
      pen.moveTo(across(nodes[one]), along(nodes[one]));
      pen.lineTo(across(nodes[other]), along(nodes[other]));
      if (++count % 100 === 0) {  // long paths take very long
        pen.stroke();
        pen.beginPath();
      }
    }
    pen.stroke();
  }

  // A node grows as the map comes nearer, but not without end.
  const radius = (node) => Math.max(1.5, Math.min(node.size * scale, 3 + node.size));

  // The form says the kind, as the signs before kinds do.
  function dot(pen, node, x, y, size) {
    pen.fillStyle = pen.strokeStyle = colours[node.mark];
    if (size < 2.2) {  // from afar all are points
      pen.fillRect(x - size, y - size, 2 * size, 2 * size);
      return;
    }
    pen.beginPath();
    if (node.mark === "source") pen.rect(x - size * 0.75, y - size, size * 1.5, size * 2);
    else if (node.mark === "organization" || node.mark === "page") pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
    else if (node.mark === "concept") {
      pen.moveTo(x, y - size * 1.15);
      pen.lineTo(x + size * 1.15, y);
      pen.lineTo(x, y + size * 1.15);
      pen.lineTo(x - size * 1.15, y);
      pen.closePath();
    } else pen.arc(x, y, size, 0, 7);
    const hollow = node.mark === "entity" || node.mark === "page" || node.mark === "wanted";
    if (hollow) pen.fillStyle = colours.ground;
    pen.fill();
    if (hollow) {
      pen.lineWidth = Math.max(1, size / 3);
      pen.setLineDash(node.mark === "wanted" ? [2, 2] : []);
      pen.stroke();
      pen.setLineDash([]);
    }
  }

  function labels(pen, width, height, near) {
    const font = getComputedStyle(at(".map-help")).fontFamily, taken = [];
    pen.textBaseline = "middle";
    pen.direction = "ltr";
    pen.lineJoin = "round";
    const order = near ? [chosen, ...nodes[chosen].near] : [];
    // Where few nodes are in view, the dots are large enough to be in the way of names.
    const dots = [];
    if (!near) nodes.forEach((node, which) => {
      const x = across(node), y = along(node), size = radius(node);
      if (visible(node) && x > -size && y > -size && x < width + size && y < height + size) dots.push([x - size, y - size, x + size, y + size, which]);
    });
    if (dots.length > FEW) dots.length = 0;
    if (pointed >= 0) order.unshift(pointed);
    if (!near) for (let number = 0; number < nodes.length; number++) order.push(number);
    for (const number of order) {
      const node = nodes[number], x = across(node), y = along(node);
      if (!visible(node) || x < 0 || y < 0 || x > width || y > height) continue;
      pen.font = (number === chosen || number === pointed ? "600 13px " : "12px ") + font;
      const away = radius(node) + 4, right = width - x - away - 6, left = x - away - 6;
      const title = fitting(pen, node, Math.max(right, left)), wide = pen.measureText(title).width;
      if (!title) continue;
      const apart = `\u2068${title}\u2069`;  // in its own direction
      const free = ([from, above, to, below]) => {
        const hit = (other) => from < other[2] && other[0] < to && above < other[3] && other[1] < below;
        return !taken.some(hit) && !dots.some((other) => other[4] !== number && hit(other));
      };
      const begins = [...(wide <= right ? [x + away] : []), ...(wide <= left ? [x - away - wide] : [])];
      const box = begins.map((from) => [from - 4, y - 8, from + wide + 4, y + 8]).find(free);
      if (!box) continue;
      const begin = box[0] + 4;
      taken.push(box);
      pen.globalAlpha = 1;
      pen.lineWidth = 4;
      pen.strokeStyle = colours.ground;
      pen.strokeText(apart, begin, y);
      pen.fillStyle = colours.text;
      pen.fillText(apart, begin, y);
      if (taken.length >= (near ? 2 : 1) * width * height / ROOM) break;
    }
  }

  // A name, cut where there is not the room for it; nothing where what is left of it would say nothing.
  function fitting(pen, node, room) {
    let title = node.label, wide = pen.measureText(title).width;
    if (wide > room && node.end) wide = pen.measureText(title = node.end).width;
    if (wide <= room) return title;
    const letters = Math.floor(title.length * room / wide) - 2;
    return letters < 8 ? "" : title.slice(0, letters).trimEnd() + "…";
  }

  // ---------- moving

  function whole() {
    const canvas = at("canvas");
    const wide = Math.max(1, ...nodes.map((node) => node.x)), high = Math.max(1, ...nodes.map((node) => node.y));
    usual = scale = Math.min((canvas.clientWidth - 60) / wide, (canvas.clientHeight - 40) / high);
    left = (canvas.clientWidth - wide * scale) / 2;
    top = (canvas.clientHeight - high * scale) / 2;
    draw();
  }

  function zoom(by, x, y) {
    const canvas = at("canvas");
    if (x === undefined) [x, y] = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const next = Math.min(20, Math.max(0.02, scale * by));
    left = x - (x - left) * (next / scale);
    top = y - (y - top) * (next / scale);
    scale = next;
    draw();
  }

  function nearest(x, y) {
    let best = -1, least = 14;
    nodes.forEach((node, number) => {
      if (!visible(node)) return;
      const away = Math.hypot(across(node) - x, along(node) - y) - radius(node);
      if (away < least) { least = away; best = number; }
    });
    return best;
  }

  function listen(canvas) {
    const held = new Map();
    let moved = false, apart = 0;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      held.set(event.pointerId, place(event));
      moved = moved && held.size > 1;
      apart = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const now = place(event), before = held.get(event.pointerId);
      if (!before) {
        const found = nearest(...now);
        canvas.style.cursor = found < 0 ? "" : "pointer";
        if (found !== pointed) { pointed = found; draw(); }
        return;
      }
      if (held.size === 1) {
        if (!moved && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
        left += now[0] - before[0];
        top += now[1] - before[1];
      }
      moved = true;
      held.set(event.pointerId, now);
      if (held.size === 2) {
        const [one, other] = [...held.values()];
        const far = Math.hypot(one[0] - other[0], one[1] - other[1]);
        if (apart) zoom(far / apart, (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
        apart = far;
      }
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => {
        held.delete(event.pointerId);
        if (end === "pointerup" && !moved) choose(nearest(...place(event)));
        if (!held.size) moved = false;
      });
    }
    canvas.addEventListener("pointerleave", () => { if (pointed >= 0) { pointed = -1; draw(); } });
    canvas.addEventListener("dblclick", (event) => zoom(1.8, ...place(event)));
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;  // the page scrolls
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), ...place(event));
    }, { passive: false });
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (step[event.key]) { left += step[event.key][0]; top += step[event.key][1]; draw(); }
      else if (event.key === "+" || event.key === "=") zoom(1.3);
      else if (event.key === "-") zoom(1 / 1.3);
      else if (event.key === "0") whole();
      else if (event.key === "Escape") choose(-1);
      else return;
      event.preventDefault();
    });
    for (const button of document.querySelectorAll(".map [data-zoom]")) {
      button.addEventListener("click", () => { const by = Number(button.dataset.zoom); if (by) zoom(by); else whole(); });
    }
    const input = at("input[type=search]");
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      const first = at(".map-found button");
      if (event.key === "Enter" && first && !event.isComposing) first.click();
      if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
      if (event.key === "Escape") { input.value = ""; search(); }
    });
    at(".map-found").addEventListener("keydown", (event) => {
      const item = event.target.closest("li");
      const to = event.key === "ArrowDown" ? item.nextSibling : event.key === "ArrowUp" ? item.previousSibling : undefined;
      if (event.key === "Escape") { input.value = ""; search(); input.focus(); }
      if (to === undefined) return;
      event.preventDefault();
      (to ? to.firstChild : input).focus();
    });
    at(".map-about").addEventListener("keydown", (event) => { if (event.key === "Escape") { choose(-1); canvas.focus({ preventScroll: true }); } });
  }

  // ---------- finding and choosing

  function search() {
    const wanted = fold(at("input[type=search]").value.trim()), list = at(".map-found");
    const begins = [], holds = [];
    if (wanted) {
      nodes.forEach((node, number) => {
        if (!visible(node)) return;
        node.folded = node.folded || fold(node.title);
        const place = node.folded.indexOf(wanted);
        if (place === 0) begins.push(number); else if (place > 0) holds.push(number);
      });
    }
    list.replaceChildren(...[...begins, ...holds].slice(0, FOUND).map((number) => item(number, () => {
      list.hidden = true;
      show(number);
    })));
    list.hidden = !list.children.length;
  }

  function item(number, act) {
    const button = make("button", { type: "button", textContent: nodes[number].title });
    button.addEventListener("click", act);
    return make("li", {}, button);
  }

  // A node in the middle of what is to be seen beside what is said about it, its neighbours around it.
  function show(number) {
    choose(number);
    at(".map-about a").focus();
    const canvas = at("canvas"), about = at(".map-about").getBoundingClientRect(), all = canvas.getBoundingClientRect();
    const below = about.width > all.width * 0.8;
    const begin = !below && about.left <= all.left + 2 ? about.width : 0;
    const width = all.width - (below ? 0 : about.width), height = below ? all.height - about.height : all.height;
    const node = nodes[number], near = node.near.map((other) => nodes[other]).filter(visible);
    const away = (place) => Math.max(1, ...near.map((other) => Math.abs(place(other) - place(node))));
    const fits = Math.min((width / 2 - 80) / away((one) => one.x), (height / 2 - 30) / away((one) => one.y));
    scale = Math.min(Math.max(2.5, usual), Math.max(0.3, fits));
    left = begin + width / 2 - node.x * scale;
    top = height / 2 - node.y * scale;
    draw();
  }

  function choose(number) {
    chosen = number;
    const about = at(".map-about");
    if (number < 0) { about.replaceChildren(); draw(); return; }
    const node = nodes[number], kind = at(".c-" + node.mark);
    const close = make("button", { className: "button", type: "button", textContent: "×" });
    close.setAttribute("aria-label", about.dataset.close);
    close.addEventListener("click", () => { choose(-1); at("canvas").focus({ preventScroll: true }); });
    const address = root + node.page.split("/").map(encodeURIComponent).join("/");
    about.replaceChildren(
      make("p", { className: "title" }, make("a", { href: address, textContent: node.title })),
      make("p", {}, make("span", { className: kind.className, textContent: kind.dataset.one })),
      make("p", {}, about.dataset.links + node.near.length),
      make("ul", {}, ...node.near.filter((other) => visible(nodes[other])).slice(0, LISTED).map((other) => item(other, () => show(other)))),
      close,
    );
    about.scrollTop = 0;
    draw();
  }
})();
