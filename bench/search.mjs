// The same queries put to MiniSearch: `node search.mjs FOLDER DATA.json`, where FOLDER has node_modules/minisearch and
// DATA is {pages: [{title, url, text}], queries: [text]}. Prints the addresses of the first ten pages for each query.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const loaded = createRequire(folder + "/")("minisearch");
const MiniSearch = loaded.default || loaded;
const { pages, queries } = JSON.parse(readFileSync(file, "utf8"));
const index = new MiniSearch({ fields: ["title", "text"], idField: "url", searchOptions: { boost: { title: 2 } } });
index.addAll(pages);
console.log(JSON.stringify(queries.map((query) => index.search(query).slice(0, 10).map((found) => found.id))));
