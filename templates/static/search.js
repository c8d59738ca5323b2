// Search, loaded when it is first wanted. Reads the index that `kbgen/search` writes: classic scripts, a few for each query,
// so it works from disk and under the policy of the page. Shows what it finds by createElement and textContent only.
(function () {
  "use strict";
  const root = new URL("../../", document.currentScript.src).href;
  const SHOWN = 10, CHECKED = 60, EXPANDED = 40, BITS = 2, LEVELS = 1 << BITS, PAGES = 2 ** 20, PARTS = 2 ** 18, FINAL = 70, FACETS = 8192, ABOUT = 32, GROUP = 4, LONGEST = 24, FEW = 20, SLIGHT = 0.1, PATIENCE = 300;

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function say(phrase, n) {
    const said = (window.kbgenWords || {})[phrase] || ENGLISH[phrase] || phrase;
    const form = typeof said === "string" ? said : said[new Intl.PluralRules(window.kbgenPlurals || "en").select(n)] || said.other;
    return form.replace("{n}", n);
  }
  // A phrase: words of a question that do not say what it is about. English ones are known in each language.
  const SMALL = "who what which when where why how is are was were do does did can say tell me the a an of to in on for about and or between";
  const ASKING = "i my you your we our they their be been have has could should would there from with by at it its difference differences";  // of what begins as a question
  const ENDING = /^(?:how|what) (?:do|does|did) .+ (works?|means?)[ ?]*$/;  // "how does it work" asks for no work
  const ENGLISH = { "{n} pages found": { one: "1 page found", other: "{n} pages found" } };

  // ---------- words: as `kbgen/search/terms.py` makes them

  const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff\u2060\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}\u00ad]+/gu;
  const SAME = new Map(Object.entries({
    "ß": "ss", "ς": "σ", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه",
  }));
  for (let n = 0; n < 10; n++) SAME.set(String.fromCharCode(0x660 + n), String(n)).set(String.fromCharCode(0x6f0 + n), String(n));
  const HAS_SAME = /[ßςæœøłđðþıٱىیکةہ\u0660-\u0669\u06f0-\u06f9]/g;
  const RUN = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]+|[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
  const HAS_DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const ASCII = /^[\x00-\x7f]*$/;
  const SIGNS = /[—–“”…·→•\u00a0]/g;
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;
  const TAIL = /(?<=[\p{L}\p{N}_])'[a-z]{1,2}(?![\p{L}\p{N}_])/gu;
  const ARTICLE = /^(?:[وفبك]?ال|لل)(?=[\u0621-\u064a]{3})/;

  function fold(text) {
    text = text.replace(SIGNS, " ").replace(/’/g, "'");
    if (ASCII.test(text)) return text.toLowerCase();
    text = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
    return text.replace(HAS_SAME, (char) => SAME.get(char)).normalize("NFC");
  }

  const cutOff = (word) => word.length <= LONGEST ? word : Array.from(word).slice(0, LONGEST).join("");

  function grams(run) {
    const chars = Array.from(run);
    return chars.length < 2 ? chars : chars.slice(1).map((char, place) => chars[place] + char);
  }

  function terms(text) {
    const found = [];
    for (const word of fold(text).replace(TAIL, "").match(WORD) || []) {
      if (!HAS_DENSE.test(word)) found.push(cutOff(word.replace(ARTICLE, "")));
      else for (const run of word.match(RUN)) found.push(...(HAS_DENSE.test(run) ? grams(run) : [cutOff(run)]));
    }
    return found;
  }

  // ---------- the files of the index

  const shards = new Map(), starts = new Map(), pages = new Map(), texts = new Map(), facets = new Map(), ofLength = new Map();
  let told = null, lengths = [], asked = new Map();
  window.kbgenShard = (name, text) => shards.set(name, text);
  window.kbgenStarts = (sort, names) => starts.set(sort, names ? names.split(" ") : []);
  window.kbgenAbout = (first, folders, rows, makers = [], last = 0) => rows.forEach((row, place) => {
    if (!row) return;
    const short = typeof row === "string";  // a sign for the sort, and the title
    const [title, sort, folder, stem = "*", date = "", maker = -1] = short ? [row.slice(1), told.signs.indexOf(row[0]), last] : row;
    last = folder;
    const name = stem.replace("*", () => title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, ""));
    const url = (folders[folder] ? folders[folder] + "/" : "") + name + ".html";
    pages.set(first + place, { title, url, kind: told.sorts[sort][0], mark: told.sorts[sort][1], date, by: maker < 0 ? [] : makers[maker].split("\n") });
  });
  window.kbgenTexts = (name, units, about) => texts.set(name, [units, about]);
  window.kbgenFacets = ([start, ...columns]) => facets.set(start / FACETS, columns);
  window.kbgenIndex = (value) => { told = value; };
  window.kbgenLengths = (rows) => { lengths = rows; };
  window.kbgenWordsOf = (length, words) => ofLength.set(length, (ofLength.get(length) || []).concat(whole(words.split(" "))));
  // Sorted words in full: of each, what it has of the one before it is written as a number.
  const whole = (words, before = "") => words.map((word) => before = before.slice(0, parseInt(word[0], 36)) + word.slice(1));

  function load(path) {
    if (!asked.has(path)) {
      asked.set(path, new Promise((done) => {
        const loader = make("script", { src: root + "-/search/" + path + ".js" });
        loader.onload = loader.onerror = () => { loader.remove(); done(); };
        document.head.append(loader);
      }));
    }
    return asked.get(path);
  }

  async function ready() {
    await Promise.all(["index", "terms", "names"].map(load));
    if (!told) throw new Error("no index");
    await Promise.all(Array.from({ length: told.facets }, (_, part) => load("f/" + part)));
  }

  const coder = new TextEncoder();
  const hex = (text) => Array.from(coder.encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // Files that hold keys from `low` on and before `high`. A file's name is where it begins.
  function between(sort, low, high) {
    const names = starts.get(sort) || [];
    const begin = (place) => names[place] === "0" ? "" : names[place];
    let from = 0, to = names.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (begin(middle) <= low) from = middle + 1; else to = middle;
    }
    const found = [];
    for (let place = Math.max(0, from - 1); place < names.length && begin(place) < high; place++) found.push(sort + "/" + names[place]);
    return found;
  }

  const parsed = new Map();
  async function termsIn(name) {
    await load(name);
    if (!parsed.has(name)) {
      const words = (shards.get(name) || "").split(" ");
      const terms = whole(words.filter((_, place) => place % 2 === 0 && place + 1 < words.length));
      const table = new Map(terms.map((term, place) => [term, words[2 * place + 1]]));
      shards.delete(name);
      parsed.set(name, table);
    }
    return parsed.get(name);
  }

  function decode(signs, into) {
    let value = 0, least = 0, size = FINAL, posting = 0;
    const first = told.signs.length - FINAL;
    for (let place = 0; place < signs.length; place++) {
      const sign = signOf[signs.charCodeAt(place)];
      if (sign >= FINAL) {
        value = value * first + sign - FINAL;
        least += size;
        size *= first;
      } else {
        posting = (posting & -LEVELS) + least + value * FINAL + sign;
        into.push(posting);
        value = 0; least = 0; size = FINAL;
      }
    }
    return into;
  }
  const signOf = new Array(128).fill(0);
  const numbered = () => { for (let n = 0; n < told.signs.length; n++) signOf[told.signs.charCodeAt(n)] = n; };

  async function exact(sort, term) {
    const found = [];
    for (const name of between(sort, hex(term) + "00", hex(term) + "01")) {
      const signs = (await termsIn(name)).get(term);
      if (signs !== undefined) decode(signs, found);
    }
    return found;
  }

  async function beginning(sort, prefix, most) {
    const names = between(sort, hex(prefix), hex(prefix) + "g").slice(0, most);
    const tables = await Promise.all(names.map(termsIn));
    const found = [];
    for (const table of tables) for (const [term, signs] of table) if (term !== prefix && term.startsWith(prefix)) found.push([term, signs]);
    found.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    return found.slice(0, EXPANDED).map(([term, signs]) => [term, decode(signs, [])]);
  }

  // ---------- typos: words of names that differ by one letter, long ones by two

  function within(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return false;
    let before = null, last = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return false;
      before = last;
      last = row;
    }
    return last[other.length] <= most;
  }

  async function similar(word) {
    const most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
    if (!most || HAS_DENSE.test(word)) return [];
    await load("lengths");
    const wanted = lengths.filter(([length]) => Math.abs(length - word.length) <= most);
    await Promise.all(wanted.flatMap(([length, files]) => Array.from({ length: files }, (_, n) => load("w/" + length + "-" + (n + 1)))));
    return wanted.flatMap(([length]) => (ofLength.get(length) || []).filter((other) => within(word, other, most))).slice(0, EXPANDED);
  }

  // Another number of an English word: what is asked for as "agents" may be called "agent", and the other way round.
  function numberOf(word) {
    if (word.length < (word.endsWith("s") ? 4 : 3) || !/^[a-z]+$/.test(word) || /(?:ss|us|is)$/.test(word)) return "";
    if (word.endsWith("ies")) return word.slice(0, -3) + "y";
    if (/(?:[sxz]|[cs]h)es$/.test(word)) return word.slice(0, -2);
    return word.endsWith("s") ? word.slice(0, -1) : /[^aeiou]y$/.test(word) ? word.slice(0, -1) + "ies" : word + "s";
  }

  // The words of names that a word may consist of, as "copperkettle" does; two or three, `left` bounds how many.
  async function apart(word, left = 3) {
    const found = [];
    for (let at = 1; at < word.length; at++) {
      const first = word.slice(0, at), rest = word.slice(at);
      if (!(await exact("n", first)).length) continue;
      if ((await exact("n", rest)).length) found.push([first, rest]);
      else if (left > 2 && rest.length > 3) for (const parts of await apart(rest, left - 1)) found.push([first, ...parts]);
    }
    return found;
  }

  // ---------- a query

  function understood(text) {
    const phrases = [], tags = [];
    let rest = text.replace(/(^|\s)#(?:["“”„«»]([^"“”„«»]+)["“”„«»]|([^\s"“”„«»]+))/g, (_, before, words, word) => { tags.push(words || word); return before; });
    rest = rest.replace(/["“”„«»]([^"“”„«»]*)["“”„«»]/g, (_, inside) => { if (terms(inside).length) phrases.push(terms(inside)); return " "; });
    const free = terms(rest.replace(/["“”„«»]/g, " "));
    const words = [...new Set([...phrases.flat(), ...free])].slice(0, 24);
    const ending = fold(text.trim()).match(ENDING), slight = new Set(terms([SMALL, say(SMALL), ending ? ending[1] : ""].join(" ")));
    const asking = terms(ASKING);
    if (free.length > 3 && (slight.has(free[0]) || asking.includes(free[0]))) asking.forEach((word) => slight.add(word));
    const isSmall = (word) => slight.has(word) && !phrases.flat().includes(word);
    const small = words.every(isSmall) ? [] : words.filter(isSmall);
    const written = fold(text).match(WORD) || [], matters = (word) => terms(word).some((term) => !small.includes(term));
    const name = letters(written.slice(written.findIndex(matters), written.findLastIndex(matters) + 1).join(" "));  // what a question is about
    const open = free.length > 0 && /[\p{L}\p{N}\p{M}]$/u.test(rest) ? free[free.length - 1] : "";
    const joined = free.slice(1).map((word, n) => [free[n], word]).filter(([one, other]) => one !== other && !HAS_DENSE.test(one + other)).slice(0, 8);
    const parts = rest.split(/\s+/).filter((word) => word && !HAS_DENSE.test(word)).map(terms);
    const tight = parts.filter((word) => word.length > 1 && word.some((term) => term.length < 3 || /\d/.test(term)));  // as "v1.2"
    return { phrases, tags, words, small, tight, open, joined, whole: fold(text.trim()), name };
  }

  // A tag as the index has it: its words are joined, for there a space ends a term.
  const tagged = (tag) => "#" + Array.from(fold(tag)).slice(0, 60).join("").replace(/[\s_-]+/g, "·");

  const NAME = [1, 1.4, 1.8, 3];

  // What pages have of one word, by their numbers: of their texts, of their names (both 0 to about 10); and which have any.
  // What `joined` words have, of which it is a part, it has too: "copper kettle" may be called CopperKettle. So has the word in
  // another number, if it is `free`: in names, for in texts it would take the place of the word itself.
  async function hits(word, open, free, small, joined, also, few) {
    const files = !open ? 0 : word.length > 2 || HAS_DENSE.test(word) ? 3 : word.length > 1 ? 2 : 0;
    const begun = open ? [beginning("n", word, files + 1), beginning("t", word, files)] : [];
    const forms = [...(free && !small && numberOf(word) ? [numberOf(word)] : []), ...joined];
    const read = forms.map((form) => Promise.all([exact("t", form), exact("n", form)]));
    const [formed, inText, inName, names, others] = await Promise.all([Promise.all(read), exact("t", word), exact("n", word), ...begun]);
    const size = numbers(), slots = [], text = new Float64Array(size), name = new Float64Array(size), count = told.pages;
    const add = (postings, into, factor) => {
      const pages = Math.max(1, postings.length, inText.length);  // no name, beginning or near word is rarer than the word in texts
      const rare = Math.log(1 + (count - pages + 0.5) / (pages + 0.5)) * factor * (small ? SLIGHT : 1);
      const worth = NAME.map((value, level) => rare * (into === name ? value : (level + 0.5) / LEVELS));
      for (const posting of postings) {
        const slot = posting >> BITS;
        const value = worth[posting & (LEVELS - 1)];
        if (!text[slot] && !name[slot]) slots.push(slot);
        if (value > into[slot]) into[slot] = value;
      }
    };
    add(inText, text, 1);
    add(inName, name, 1);
    formed.forEach(([texts, titles], n) => {
      if (texts.length || titles.length) also.set(forms[n], word);
      const part = joined.includes(forms[n]);
      if (part || !inText.length) add(texts, text, 0.6);
      add(titles, name, part ? 0.8 : 0.5);
    });
    if (open) {
      const whole = inText.length ? 0.5 : 1;  // what is a word already is less likely to be the beginning of another
      for (const [, postings] of names) add(postings, name, 0.8 * whole);
      for (const [, postings] of others) add(postings, text, 0.4 * whole);
    }
    const glued = free && !small && word.length > 5 && (few || inText.length < FEW) && inName.length < FEW && (inText.length > 0 || !(names || []).length) && !HAS_DENSE.test(word) ? await apart(word) : [];
    for (const parts of glued) {
      const [first, ...rest] = await Promise.all(parts.map((part) => exact("n", part)));
      const others = rest.map((postings) => new Set(postings.map((posting) => posting >> BITS)));
      const both = first.filter((posting) => others.every((slots) => slots.has(posting >> BITS)));
      if (both.length) parts.forEach((part) => also.has(part) || also.set(part, word));
      add(both, name, 0.8);
    }
    if (!inName.length && (!open || !slots.length)) {
      const near = await similar(word);
      const sorts = inText.length ? ["n"] : ["n", "t"];
      const found = await Promise.all(near.map((other) => Promise.all(sorts.map((sort) => exact(sort, other)))));
      near.forEach((other, n) => {
        if (!also.has(other)) also.set(other, word);
        found[n].forEach((postings, place) => add(postings, place ? text : name, place ? 0.3 : 0.6));
      });
    }
    const worth = (small ? SLIGHT : 1) * Math.log(1 + (count - slots.length + 0.5) / (slots.length + 0.5));
    return { slots, text, name, worth, small, has: (slot) => text[slot] > 0 || name[slot] > 0 };
  }

  // The pages of which all of an alias is asked for, also in another number.
  async function aliased({ whole, name }) {
    if (!told.aliases || !whole) return new Set();
    const joined = (whole.match(WORD) || []).join(""), asked = new Set([joined, joined + "s", letters(whole), name].filter(Boolean));
    const found = await Promise.all([...asked].map((key) => exact("n", "=" + Array.from(key).slice(0, 2 * LONGEST).join(""))));
    return new Set(found.flat().map((posting) => posting >> BITS));
  }

  async function find(text, filters) {
    await ready();
    numbered();
    const query = understood(text), also = new Map(), called = await aliased(query), inPhrase = new Set(query.phrases.flat());
    const joined = (word) => query.joined.filter((pair) => pair.includes(word)).map((pair) => pair.join(""));
    const of = await Promise.all(query.words.map((word) => hits(word, word === query.open, !inPhrase.has(word), query.small.includes(word), joined(word), also, query.words.length - query.small.length < 3)));
    const needed = query.phrases.flat().map((word) => query.words.indexOf(word)).filter((place) => place >= 0);
    let allowed = null;
    for (const tag of [...query.tags, ...(filters.tag ? [filters.tag] : [])]) {
      const slots = new Set((await exact("n", tagged(tag))).map((posting) => posting >> BITS));
      allowed = allowed ? new Set([...allowed].filter((slot) => slots.has(slot))) : slots;
    }
    const size = numbers(), total = new Float64Array(size), share = new Float64Array(size), named = new Uint8Array(size);
    const some = [], whole = of.reduce((sum, { worth }) => sum + worth, 0), about = new Uint8Array(size);
    if (!query.words.length && (allowed || filters.kind || filters.year)) for (const slot of allowed || everything()) { total[slot] = 1; some.push(slot); }
    for (const { slots, text, name, worth, small } of of) {
      for (const slot of slots) {
        if (!total[slot]) some.push(slot);
        total[slot] += text[slot] + 1.5 * name[slot];
        share[slot] += worth / whole;
        if (small) continue;
        about[slot] = 1;
        if (name[slot]) named[slot] += 1;
      }
    }
    const kind = Number(filters.kind || 0), year = Number(filters.year || 0), asked = query.words.length - query.small.length;
    const fits = some.filter((slot) => (about[slot] || !asked) && !(allowed && !allowed.has(slot)) && needed.every((place) => of[place].has(slot))
      && !(kind && sign(slot, 1) !== kind) && !(year && sign(slot, 2) !== year));
    for (const slot of fits) {
      const rank = sign(slot, 0), all = called.has(slot) ? 12 : asked && named[slot] === asked ? 2 : 1;
      total[slot] *= (asked ? share[slot] ** 2 : 1) * all * (rank ? 1 + 0.01 * rank : 0.4);
    }
    if (query.tight.length && !query.phrases.length && !fits.some((slot) => named[slot] === asked)) {
      const all = query.tight.flat().map((word) => query.words.indexOf(word));
      for (const slot of await written(ordered(fits, total).filter((slot) => all.every((place) => place >= 0 && of[place].has(slot))), query)) total[slot] *= 4;
    }
    const ranked = ordered(fits, total);
    const further = query.phrases.length ? withPhrases(ranked, query) : null;
    const kept = further ? await further.more() : ranked;
    // Only a page that has all words in its names can have the query as its title, or as the beginning of it. An alias is
    // known by now.
    const first = kept.slice(0, SHOWN), head = kept.slice(0, 2 * SHOWN), close = head.filter((slot) => named[slot] === asked && !called.has(slot));
    const shown = titles([...first, ...close]);
    for (const slot of first) load("x/" + Math.floor(slot / GROUP));  // excerpts do not wait for titles
    await shown;
    for (const slot of close) total[slot] *= titled(slot, query);
    return { query, also, further, found: [...ordered(head, total), ...kept.slice(2 * SHOWN)] };
  }

  // The best first, of equals that with the lowest number: sorted as numbers that hold both, which is much faster.
  function ordered(slots, score) {
    const keys = new Float64Array(slots.length);
    slots.forEach((slot, place) => { keys[place] = slot - PAGES * Math.round(score[slot] * PARTS); });
    return Array.from(keys.sort(), (key) => key - PAGES * Math.floor(key / PAGES));
  }

  // How much a page is mentioned (0), its kind (1), its year (2).
  function sign(slot, which) {
    const columns = facets.get(Math.floor(slot / FACETS));
    return columns ? signOf[columns[which].charCodeAt(slot % FACETS)] || 0 : 0;
  }

  // How many numbers of pages there may be.
  const numbers = () => told.facets * FACETS;

  function* everything() {
    for (const [part, columns] of facets) {
      for (let place = 0; place < columns[0].length; place++) if (columns[1][place] !== told.signs[0]) yield part * FACETS + place;
    }
  }

  // Letters alone, of words in the singular: "wandering lanterns" has those of "Wandering-Lantern".
  const letters = (text) => (text.match(WORD) || []).map((word) => word.endsWith("s") && numberOf(word) || word).join("");

  // How much a title that has all words is what is asked for.
  function titled(slot, { whole, name, words, small }) {
    if (!whole || !pages.has(slot)) return 1;
    const title = fold(pages.get(slot).title);
    if (title === whole || title === whole + "?") return 8;
    if ([letters(whole), name].includes(letters(title))) return 4;
    const said = new Set(terms(title).filter((word) => !small.includes(word))).size;
    return (title.startsWith(whole) ? 1.5 : 1) * (1 + Math.min(1, (words.length - small.length) / Math.max(1, said)));
  }

  const titles = (slots) => Promise.all(slots.map((slot) => load("a/" + Math.floor(slot / ABOUT))));

  // The sections of a page: [anchor, heading, text]; of a long one as many files as `enough` asks for.
  async function sections(slot, enough) {
    const group = Math.floor(slot / GROUP), found = [];
    await load("x/" + group);
    const first = texts.get(String(group));
    if (!first) return found;
    const [count, begins] = first[1];
    const mine = begins.find(([page]) => page === slot);
    for (let piece = mine ? mine[1] : count; piece < count; piece++) {
      const name = piece ? group + "-" + piece : String(group);
      await load("x/" + name);
      const units = (texts.get(name) || [[]])[0].filter(([page]) => page === slot);
      if (!units.length) break;
      for (const [, number, anchor, heading, text] of units) {
        const last = found[found.length - 1];
        if (last && last.number === number) last.text += text;
        else found.push({ number, anchor, heading, text });
      }
      if (enough(found, piece - mine[1])) break;
    }
    return found;
  }

  // The pages with the phrases, a few at a time, since their texts have to be read; `left`: there may be more of them.
  function withPhrases(ranked, query) {
    let start = 0;
    return {
      left: () => start < ranked.length,
      async more() {
        const kept = [];
        for (let checked = 0; checked < CHECKED && start < ranked.length && kept.length < SHOWN; checked += SHOWN) {
          const some = ranked.slice(start, start += SHOWN);
          kept.push(...await havingPhrases(some, query));
        }
        return kept;
      },
    };
  }

  // Of the first pages those that have what a name such as "v1.2" consists of side by side.
  async function written(ranked, query) {
    const kept = [];
    for (let start = 0; start < CHECKED / 2 && start < ranked.length && !kept.length; start += SHOWN) {
      kept.push(...await havingPhrases(ranked.slice(start, start + SHOWN), { phrases: query.tight }));
    }
    return kept;
  }

  async function havingPhrases(some, query) {
    await titles(some);
    const good = await Promise.all(some.map(async (slot) => {
      const title = terms((pages.get(slot) || { title: "" }).title);
      const left = query.phrases.filter((phrase) => !follows(title, phrase));
      let missing = left;
      if (left.length) await sections(slot, (found) => {
        missing = left.filter((phrase) => !found.some((one) => follows(terms(one.heading), phrase) || follows(terms(one.text), phrase)));
        return !missing.length;
      });
      return !missing.length;
    }));
    return some.filter((_, place) => good[place]);
  }

  function follows(words, phrase) {
    for (let place = words.indexOf(phrase[0]); place >= 0; place = words.indexOf(phrase[0], place + 1)) {
      if (phrase.every((word, n) => words[place + n] === word)) return true;
    }
    return false;
  }

  // ---------- excerpts

  // Where words of the query stand in a text, but for those of a question: [from, to, which word].
  function places(text, query, also) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const word = match[0], at = match.index;
      if (HAS_DENSE.test(word)) {
        query.words.forEach((term, which) => {
          for (let place = word.indexOf(term); place >= 0; place = word.indexOf(term, place + 1)) found.push([at + place, at + place + term.length, which]);
        });
        continue;
      }
      for (const term of known(word)) {
        let which = query.words.indexOf(term);
        if (which < 0 && query.open && term.startsWith(query.open)) which = query.words.indexOf(query.open);
        if (which < 0 && also.has(term)) which = query.words.indexOf(also.get(term));
        if (which >= 0) { if (!query.small.includes(query.words[which])) found.push([at, at + word.length, which]); break; }
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  const folded = new Map();
  function known(word) {
    if (folded.size > 20000) folded.clear();
    if (!folded.has(word)) folded.set(word, terms(word));
    return folded.get(word);
  }

  const AROUND = 200, SENTENCE = /[.!?。！？؟।](?=\s|$)|[。！？]/u;
  function best(found, query, also, named) {
    let result = null;
    const lead = named && found.find((section) => SENTENCE.test(section.text));
    if (lead) return { section: lead, start: 0, top: true, hits: places(lead.text, query, also) };
    for (const section of found) {
      const inHeading = new Set(places(section.heading, query, also).map((hit) => hit[2]));
      const inText = places(section.text, query, also);
      let start = 0, most = 0;  // where most of the words are near each other, and of such places where they are nearest
      for (let place = 0; place < inText.length; place++) {
        const near = new Set();
        let end = 0;
        for (let n = place; n < inText.length && inText[n][1] < inText[place][0] + AROUND; n++) {
          if (!near.has(inText[n][2])) end = inText[n][1];
          near.add(inText[n][2]);
        }
        const dense = near.size + (near.size > 1 ? 0.9 * (1 - (end - inText[place][0]) / AROUND) : 0);
        if (dense > most) { most = dense; start = inText[place][0]; }
      }
      const all = new Set([...inHeading, ...inText.map((hit) => hit[2])]);
      const told = SENTENCE.test(section.text) ? 0.5 : 0;  // of equals, sentences say more than fields and lists of links
      const score = 3 * all.size + most + 2 * inHeading.size + told;
      if (!result || score > result.score) result = { section, score, start, hits: inText };
    }
    return result;
  }

  function marked(text, hits, from, to) {
    const parts = [];
    let at = from;
    for (const [start, end] of hits) {
      if (end > to || start < from) continue;
      if (start > at) parts.push(text.slice(at, start));
      if (end > at) parts.push(make("mark", { textContent: text.slice(Math.max(at, start), end) }));
      at = Math.max(at, end);
    }
    parts.push(text.slice(at, to));
    return parts;
  }

  function excerpt(text, hits, start) {
    let from = Math.max(0, start - 60);
    if (from) { const gap = text.indexOf(" ", from); from = gap >= 0 && gap < start ? gap + 1 : from; }
    let to = Math.min(text.length, from + AROUND + 60);
    if (to < text.length) { const gap = text.lastIndexOf(" ", to); to = gap > start + AROUND / 2 ? gap : to; }
    return [...(from ? ["… "] : []), ...marked(text, hits, from, to), ...(to < text.length ? [" …"] : [])];
  }

  // ---------- what a reader sees

  let count = 0;
  class Search {
    constructor(place, own) {
      const id = "find-" + (count += 1);
      this.own = own;
      this.input = make("input", { type: "search", id, autocomplete: "off", spellcheck: false, placeholder: say("Search") });
      this.list = make("div", { id: id + "-list", className: "found" });
      this.status = make("p", { className: "status" });
      const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list", "aria-label": say("Search") };
      for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", say("Pages found"));
      this.status.setAttribute("role", "status");
      this.more = make("button", { type: "button", className: "button", textContent: say("More"), hidden: true });
      this.more.addEventListener("click", () => this.show());
      this.choices = {};
      this.everything = make("button", { type: "button", className: "button", textContent: say("Show everything") });
      this.everything.addEventListener("click", () => {
        for (const select of Object.values(this.choices)) select.value = "";
        this.input.focus();
        this.ask();
      });
      this.filters = make("div", { className: "filters" });
      this.all = make("a", { className: "all", textContent: say("On a page of its own"), hidden: true });
      place.append(make("div", { className: "asked" }, this.input), this.filters, this.status, this.list, this.more, this.all);
      this.input.addEventListener("input", () => this.changed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.active = -1;
      this.turn = 0;
      this.begun = ready().then(() => this.offer(), () => { this.status.textContent = say("The index cannot be loaded."); });
    }

    offer() {
      const rows = {
        kind: ["Kind", told.kinds.map((title, n) => [say(title), n + 1])],
        tag: ["Tag", told.tags.map((tag) => ["#" + tag, tag])],
        year: ["Year", told.years.map((year, n) => [year, n + 1])],
      };
      for (const [name, [title, options]] of Object.entries(rows)) {
        if (options.length < 2) continue;
        const select = make("select", {}, make("option", { value: "", textContent: say("all") }));
        for (const [text, value] of options) select.append(make("option", { value, textContent: text }));
        select.addEventListener("change", () => this.ask());
        this.choices[name] = select;
        this.filters.append(make("label", {}, say(title), " ", select));
      }
    }

    chosen() { return Object.values(this.choices).some((select) => select.value); }

    changed() {  // what was gone to belongs to the words before
      clearTimeout(this.timer);
      this.list.setAttribute("aria-busy", "true");
      this.mark(-1);
      this.timer = setTimeout(() => this.ask(), 60);
    }

    async ask() {
      const turn = this.turn += 1, text = this.input.value;
      this.list.setAttribute("aria-busy", "true");
      await this.begun;
      const filters = {};
      for (const [name, select] of Object.entries(this.choices)) filters[name] = select.value;
      if (this.own) this.remember();
      if (!text.trim() && !this.chosen()) return this.clear();
      let result;
      try {
        result = await find(text, filters);
        await titles(result.found.slice(0, SHOWN));
      } catch { return this.list.setAttribute("aria-busy", "false"); }
      if (turn !== this.turn) return;
      this.result = result;
      await this.show(true, turn);
    }

    clear() {
      this.list.replaceChildren();
      this.list.setAttribute("aria-busy", "false");
      this.status.textContent = "";
      this.more.hidden = this.all.hidden = true;
      this.mark(-1);
      this.input.setAttribute("aria-expanded", "false");
    }

    tell() {
      const { found, further } = this.result;
      const open = further && further.left();
      this.all.hidden = this.own || !found.length;
      if (!this.own) this.all.href = this.address();
      this.status.textContent = open ? say("{n} pages found so far", found.length)
        : found.length ? say("{n} pages found", found.length)
        : this.chosen() ? say("No pages found with these filters.") : say("No pages found. Try other words, or fewer.");
      if (!open && !found.length && this.chosen()) this.status.append(" ", this.everything);
    }

    // The first results, in place of those that are there, or more. They wait a little for their excerpts, so that they do not
    // move when those come.
    async show(first = false, turn = this.turn) {
      const { found, further, query, also } = this.result, from = first ? 0 : this.list.children.length;
      if (further && found.length < from + SHOWN) {
        const more = await further.more();
        if (turn !== this.turn) return;
        found.push(...more);
      }
      const slots = found.slice(from, from + SHOWN);
      await titles(slots);
      if (turn !== this.turn) return;
      const rows = slots.filter((slot) => pages.has(slot)).map((slot) => this.row(slot, query, also));
      const filled = Promise.all(rows.map(([option, slot, body]) => this.fill(option, slot, body, turn, query, also)));
      await Promise.race([filled, new Promise((done) => setTimeout(done, PATIENCE))]);
      if (turn !== this.turn || (!first && from !== this.list.children.length)) return;  // asked for twice
      const chosen = first && this.list.children[this.active];  // what a reader has gone to while this was looked up
      if (first) this.clear();
      this.tell();
      this.list.append(...rows.map(([option]) => option));
      if (chosen) this.mark([...this.list.children].findIndex((option) => option.id === chosen.id));
      this.input.setAttribute("aria-expanded", String(this.list.children.length > 0));
      this.more.hidden = found.length <= this.list.children.length && !(further && further.left());
    }

    row(slot, query, also) {
      const { title, url, kind, mark, date, by } = pages.get(slot);
      const about = make("span", { className: "byline" }, make("span", { className: "kind sign k-" + mark, textContent: say(kind) }));
      const names = by.filter(Boolean).flatMap((name, n) => [n ? say(", ") : "", make("bdi", { textContent: name })]);
      if (names.length) about.append(" ", make("span", {}, ...names, by.length > names.length / 2 ? say(" et al.") : ""));
      if (date) about.append(" ", make("span", { textContent: date }));
      const body = make("span", { className: "excerpt", dir: "auto" });
      const name = make("span", { className: "title", dir: "auto" }, ...marked(title, places(title, query, also), 0, title.length));
      const option = make("a", { id: this.list.id + "-" + slot, href: root + encodeURI(url), tabIndex: -1 }, name, about, body);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return [option, slot, body];
    }

    async fill(option, slot, body, turn, query, also) {
      const wanted = query.words.length, big = query.words.filter((word) => !query.small.includes(word));
      const seen = (found) => found.some((one) => places(one.heading, query, also).length || places(one.text, query, also).length);
      const found = await sections(slot, (some, files) => !wanted || seen(some) || files >= 7);
      if (turn !== this.turn || !found.length) return;
      const inTitle = new Set(places(pages.get(slot).title, query, also).map((hit) => query.words[hit[2]]));
      const named = wanted > 0 && big.every((word) => inTitle.has(word));  // who asks for a name wants its page
      const { section, start, top, hits } = best(found, query, also, named);
      if (section.heading && section.anchor) {
        if (!top) option.href = option.href.split("#")[0] + "#" + encodeURIComponent(section.anchor);
        body.append(make("span", { className: "under" }, ...marked(section.heading, places(section.heading, query, also), 0, section.heading.length)), " ");
      }
      body.append(...excerpt(section.text, hits, start));
    }

    mark(place) {
      const options = this.list.children;
      if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
      this.active = place;
      if (options[place]) {
        options[place].setAttribute("aria-selected", "true");
        options[place].scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", options[place].id);
      } else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (event.isComposing) return;
      const last = this.list.children.length - 1;
      const steps = { ArrowDown: this.active < last ? this.active + 1 : -1, ArrowUp: this.active < 0 ? last : this.active - 1 };
      if (event.key in steps && last >= 0) {
        event.preventDefault();
        this.mark(steps[event.key]);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const option = this.list.children[this.active];
        if (option) option.click();
        else if (!this.own && this.input.value.trim()) location.href = this.address();
        else this.ask();
      }
    }

    address() {
      const button = document.querySelector(".find");
      return button.href.split(/[?#]/)[0] + "?" + this.state();
    }

    // What is asked for, as the address of the page for searching has it.
    state() {
      const state = new URLSearchParams();
      if (this.input.value) state.set("q", this.input.value);
      for (const [name, select] of Object.entries(this.choices)) if (select.value) state.set(name, select.selectedOptions[0].textContent);
      return state;
    }

    remember() {
      const said = String(this.state());
      try { history.replaceState(null, "", location.pathname + (said ? "?" + said : "")); } catch { /* not from disk */ }
    }

    async restore() {
      const state = new URLSearchParams(location.search);
      this.input.value = state.get("q") || "";
      await this.begun;
      for (const [name, select] of Object.entries(this.choices)) {
        for (const option of select.options) if (state.get(name) && option.textContent === state.get(name)) select.value = option.value;
      }
      if (this.input.value || Object.values(this.choices).some((select) => select.value)) this.ask();
    }
  }

  let dialog = null, search = null, page = null;
  window.kbgenSearch = {
    terms, fold, find, sections, pages,  // for tests and measuring
    mount(place) {
      place.hidden = false;
      page = new Search(place, true);
      page.restore();
      if (!location.hash) page.input.focus({ preventScroll: true });
    },
    open() {
      if (page) { page.input.focus(); page.input.select(); return; }
      if (!dialog) {
        dialog = make("dialog", { className: "search" });
        dialog.setAttribute("aria-label", say("Search"));
        const close = make("button", { type: "button", className: "button", textContent: say("Close") });
        close.addEventListener("click", () => dialog.close());
        search = new Search(dialog, false);
        search.input.parentNode.append(close);
        search.input.addEventListener("keydown", (event) => {  // a browser would empty the field first
          if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); dialog.close(); }
        });
        dialog.addEventListener("click", (event) => {
          if (event.target === dialog) dialog.close();
          if (event.target.closest("a")) dialog.close();  // to a place on this page
        });
        document.body.append(dialog);
      }
      if (!dialog.open) dialog.showModal();
      search.input.focus();
      search.input.select();
    },
  };
})();
