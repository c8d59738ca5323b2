"""kbgen: the compiler for knowledge bases written as source summaries.

The map of the code, in the order in which a build goes through it:

- `cli` reads the command line, whose commands are in `commands`; `build` is the pipeline, one value after the other;
  `project` its first half.
- `config` reads `kbgen.toml`; `files` lists the project, and is the only writer of a site.
- `parse` makes facts and bodies of one file's bytes: `fields` reads frontmatter, `markdown` the text.
- `link` makes one graph of all facts: kinds, names, resolution, addresses, wanted pages, dossiers.
- `check` tells what is wrong with the graph and its evidence; `diagnostics` how a finding reads; `audit` is the
  command that brings raw files, git and the clock to the rules.
- `author` makes files for authors: a project, a page, a page of a pasted text.
- `site` and `views` are what pages are made of, with `said` (dossiers), `overview`, `cite`, `heads` and `tabledata`;
  `outputs` says which pages there are; `theme`, `frame` (made by `navigation`) and `render` turn them into bytes.
- `graph_json` prints the graph.
- `documents` reads and parses, `press` makes parts of outputs, both with `workers`; `composed` is all of it before the
  first page is made. `memory`, `meanings` and `store` are what later builds know, `retouch` what they make of it when
  only words have changed, `proof` what an open page will look like. `compiled` are the templates as a wheel brings
  them.
- `words` is what the interface says, `language` which way it runs, `judged` what a verdict means, `shards` where
  data lies.
- `names` knows slugs and keys, `model` the nouns that all stages share.
"""

__version__ = "0.1.0"
