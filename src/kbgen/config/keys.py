"""The keys that `kbgen.toml` can have. `SETTINGS` is the one list of them, with type, default and meaning, and the
manual is held to it."""

from __future__ import annotations

from typing import Literal, NamedTuple

FILE = "kbgen.toml"
# Canonical names of fields and meanings of sections: schema.md, "Fields" and "Sections with a meaning".
FIELDS = (
    *("title", "published", "url", "raw_file", "cites", "raw_hash", "host", "guests", "participants", "authors"),
    *("channel", "publisher", "created", "updated", "ingested", "credibility", "bias", "utility", "status"),
    *("aliases", "tags", "description", "type", "format", "concepts", "entities", "topics", "themes", "related"),
    *("links", "contested", "superseded_by", "stale_after", "review_after", "id", "slug", "lang", "publish"),
    "redirect_from",
)
SECTIONS = ("entities", "assessment", "quotes", "claims", "questions", "log", "updates", "metadata")
DEFAULT_TEMPLATES = "templates"


class Setting(NamedTuple):
    """One key of `kbgen.toml`. In `key`, NAME and FOLDER stand for names that the author chooses; `example` is a value
    that shows the use of a key whose default is empty."""

    key: str
    kind: Literal["text", "texts", "flag", "choice", "file", "folder", "folders", "globs", "url", "lang"]
    default: str | bool | tuple[str, ...]
    about: str
    choices: tuple[str, ...] = ()
    example: str | tuple[str, ...] = ()


_SEVERITIES = ("error", "warning", "note", "off")
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "content",
        "folder",
        "",
        "The kb folder. Default: kb; or, unless the project has sources, entities or concepts itself, wiki, the only "
        "folder that is a vault of Obsidian, or the folder of the pages of Quartz, Hugo, Nuxt, MkDocs, VitePress, "
        "Starlight or mdBook; else the project folder. An index.md beside kb or wiki belongs to it if it has none.",
        example="kb",
    ),
    Setting("output", "folder", "", "The folder to write the site to. Default: site.", example="site"),
    Setting(
        "raw", "choice", "private", "Whether the text of raw files is published on the site.", ("private", "publish")
    ),
    Setting(
        "raw_folders",
        "folders",
        (),
        "Additional folders of raw files, besides raw, .raw and the like.",
        example=("archive/raw",),
    ),
    Setting(
        "exclude",
        "globs",
        (),
        "What to leave out. Paths are relative to this file; `*` matches within a name, `**` across folders.",
        example=("drafts", "notes/*.tmp.md"),
    ),
    Setting(
        "urls", "choice", "file", "The form of addresses: page.html (file) or page/ (directory).", ("file", "directory")
    ),
    Setting("remote_images", "flag", False, "Whether to show images from other sites instead of linking to them."),
    Setting(
        "labels",
        "choice",
        "auto",
        "Where the label of a wiki-link is: last, or first as in Dendron and GitHub wikis.",
        ("auto", "first", "last"),
    ),
    Setting(
        "templates", "folder", DEFAULT_TEMPLATES, "The folder with your own templates, which replace the shipped ones."
    ),
    Setting(
        "relations", "texts", (), "Additional fields whose plain values are names of pages.", example=("employer",)
    ),
    Setting(
        "site.title",
        "text",
        "",
        "The title of the site. Default: the title of the home page, unless that is just “Home” or “Index”; else the "
        "name of the folder that `content` names, unless that is a usual one; else the title of README.md.",
        example="My notes",
    ),
    Setting(
        "site.base_url",
        "url",
        "",
        "The address of the published site, for feeds, the sitemap and canonical links.",
        example="https://example.org/notes/",
    ),
    Setting(
        "site.edit_base",
        "url",
        "",
        "The address where files can be edited; the path of a file in the project is appended.",
        example="https://github.com/me/notes/edit/main/",
    ),
    Setting(
        "site.lang",
        "lang",
        "",
        "The language of pages that do not name one (BCP 47). By default that which the home page names, or else more "
        "than half of the pages (themselves or by their script), or else that of their first words, or else English.",
        example="en",
    ),
    Setting(
        "site.health", "flag", True, "Whether to make a page that shows what is wrong, and what to write and read next."
    ),
    Setting("site.description", "text", "", "One sentence about the site.", example="What I have read."),
    Setting(
        "kinds.NAME.types", "texts", (), "Values of `type:` that make a document this kind.", example=("recipe", "dish")
    ),
    Setting("kinds.NAME.folders", "texts", (), "Names of folders whose documents are this kind.", example=("recipes",)),
    Setting(
        "kinds.NAME.plural",
        "text",
        "",
        "The heading of the table of this kind. Default: the name followed by an s.",
        example="Recipes",
    ),
    Setting(
        "kinds.NAME.required", "texts", (), "Fields that a document of this kind should have.", example=("published",)
    ),
    Setting(
        "fields.NAME",
        "texts",
        (),
        "Additional spellings of a field; NAME is its canonical name.",
        example=("interviewer",),
    ),
    Setting(
        "sections.NAME",
        "texts",
        (),
        "Additional headings for a section with a meaning; NAME is the meaning.",
        example=("What it says",),
    ),
    Setting("check.baseline", "file", "kbgen-baseline.json", "The file with the accepted findings."),
    Setting(
        "check.severity.NAME",
        "choice",
        "",
        "The severity of a rule; NAME is its code or name.",
        _SEVERITIES,
        example="warning",
    ),
    Setting(
        "check.folders.FOLDER.NAME", "choice", "", "The severity of a rule in one folder.", _SEVERITIES, example="off"
    ),
)

# What a value of a kind may be, as it is told.
ALLOWED = {
    "text": "a text in quotes, on one line",
    "texts": 'a list of texts, like ["one", "two"]',
    "flag": "true or false",
    "file": "the path of a file as text, with /",
    "folder": "a folder as text, with /",
    "folders": 'a list of folders inside the project, like ["archive/raw"]',
    "globs": 'a list of patterns with /, like ["drafts", "notes/*.tmp.md"]',
    "url": "an address that begins with https:// or http://, without ? and #",
    "lang": 'a language tag, like "en" or "pt-BR"',
}
