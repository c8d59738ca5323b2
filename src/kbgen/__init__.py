"""kbgen: the compiler for knowledge bases written as source summaries.

The map of the code, in the order in which a build goes through it:

- `cli` reads the command line, whose commands are in `commands`; `config` reads `kbgen.toml`.
- `pipeline` is a build, one value after the other: `documents` and `project` read and link, `composed` is all of it
  before the first page is made, `press` makes the pages, `assembly` the files; `retouch` is the short way.
- `files` lists the project, and is the only writer of a site.
- `parse` makes facts and bodies of one file's bytes: `fields` reads frontmatter, `markdown` the text.
- `link` makes one graph of all facts: kinds, names, resolution, addresses, wanted pages, dossiers.
- `check` tells what is wrong with the graph and its evidence; `diagnostics` how a finding reads; `audit` is the
  command that brings raw files, git and the clock to the rules.
- `outputs` says which pages there are, `views` what they show, `render` how that becomes bytes, by the templates of
  `theme`; `search` makes the index for searching.
- `memory` is what later builds know of this one.
- `author` makes files for authors: a project, a page, a page of a pasted text. `serve` shows a site while it changes.
- `process` runs work in several processes, `text` knows slugs, keys and paths, `model` the nouns that all stages share.
"""

__version__ = "0.1.0"
