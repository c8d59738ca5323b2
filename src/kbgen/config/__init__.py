"""Settings: what `kbgen.toml` and the folders of a project say. Knows no document, and writes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from kbgen.config import folders
from kbgen.config.folders import is_inside
from kbgen.config.keys import FIELDS, FILE, SECTIONS, SETTINGS, Setting
from kbgen.config.naming import name_of, readme_of
from kbgen.config.settings import SettingError, read_settings
from kbgen.model import KbgenError

__all__ = [
    "FIELDS",
    "FILE",
    "SECTIONS",
    "SETTINGS",
    "CheckSettings",
    "Config",
    "KindSettings",
    "Setting",
    "SettingError",
    "SiteSettings",
    "is_inside",
    "load_config",
    "outer_project",
    "readme_of",
]


class SiteSettings(msgspec.Struct, frozen=True):
    """The table `[site]`. `base_url` and `edit_base` are empty or end in `/`; an empty `lang` is what
    the pages tell."""

    title: str = ""
    base_url: str = ""
    lang: str = ""
    description: str = ""
    edit_base: str = ""
    health: bool = True


class KindSettings(msgspec.Struct, frozen=True):
    """One table `[kinds.NAME]`."""

    types: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    plural: str = ""
    required: tuple[str, ...] = ()


class CheckSettings(msgspec.Struct, frozen=True):
    """The table `[check]`: the file of accepted findings (counted from the project), severities by code or name of a
    rule (`off` silences it), and the same by folder (counted from the kb folder or the project)."""

    baseline: str = "kbgen-baseline.json"
    severity: dict[str, str] = {}
    folders: dict[str, dict[str, str]] = {}


class Config(msgspec.Struct, frozen=True):
    """All settings of one run. Every path is absolute and free of symbolic links.

    `parts` are the names in `content` that are the knowledge base, where not all of it is: an `index.md` and the
    folder beside it. `prefix` is what paths in the kb folder begin with when they count from `project`: `kb/`, ''
    when they are the same. `raw` names the raw folders that exist, in the order in which they are searched;
    `raw_folders` are those that the file names, as written. `templates` need not exist. `store` is None where no
    place may be written to. `exclude` holds globs as written. `label_first` says that wiki-links have their labels
    before the bar. `name` is what the project is called where no title is set (`naming`).
    """

    project: Path
    content: Path
    prefix: str
    output: Path
    store: Path | None
    raw: tuple[Path, ...]
    templates: Path
    parts: tuple[str, ...] = ()
    raw_folders: tuple[str, ...] = ()
    publish_raw: bool = False
    exclude: tuple[str, ...] = ()
    urls: Literal["file", "directory"] = "file"
    remote_images: bool = False
    label_first: bool = False
    relations: tuple[str, ...] = ()
    site: SiteSettings = SiteSettings()
    kinds: dict[str, KindSettings] = {}
    fields: dict[str, tuple[str, ...]] = {}
    sections: dict[str, tuple[str, ...]] = {}
    check: CheckSettings = CheckSettings()
    name: str = ""

    @property
    def top(self) -> str:
        """The folder, counted from `content`, in which the pages lie: where that is but a part, the part ('' = all)."""
        return self.parts[-1] if self.parts else ""

    @property
    def raw_place(self) -> str:
        """The folder, counted from `project`, into which raw files go: the first of those that exist, else `raw`."""
        return self.raw[0].relative_to(self.project).as_posix() if self.raw else "raw"


def load_config(project: Path, *, output: Path | None, cwd: Path, writes: bool = True) -> Config:
    """Read the settings of the project folder and find its other folders (product.md, "Folders").

    `project` and `output` (that of `--output`) count from `cwd`, `output` in the file from the project.
    With `writes` False (a command that writes no site) an output that no build could use is accepted.
    Raises KbgenError for a missing folder, a bad setting, or an output that would harm the project.
    """
    project = folders.find_project(Path(os.path.realpath(cwd / project)), project)
    try:
        return _load(project, read_settings(project), output, Path(os.path.realpath(cwd)), writes)
    except SettingError as error:
        from kbgen.config.places import placed

        raise placed(error, project) from None


def outer_project(project: Path) -> Path | None:
    """The project in whose kb folder, or raw folder, a folder without a `kbgen.toml` lies: the nearest above it that
    has one. None without such, and where its settings are amiss: then nobody knows what belongs to it."""
    place = Path(os.path.realpath(project))
    outer = next((folder for folder in (place, *place.parents) if os.path.lexists(folder / FILE)), None)
    if outer is None or outer == place:
        return None
    try:
        config = load_config(outer, output=None, cwd=outer, writes=False)
    except KbgenError:
        return None
    return outer if any(is_inside(place, folder) for folder in (config.content, *config.raw)) else None


def _check_output(
    site: Path, project: Path, kb: tuple[Path, ...], raw: tuple[Path, ...], content: str, written: str
) -> None:
    """Refuse an output that would harm what lies there; `content` is that setting, and `written` that of the output,
    if it is the one."""
    try:
        folders.check_output(site, project, kb, raw, content)
    except KbgenError as error:
        if not written:
            raise
        hint = 'choose a folder of its own for the site, like output = "../site"'
        raise SettingError("output", f"output is “{written}”: {error.message}", hint) from None


def _load(project: Path, values: dict[str, Any], output: Path | None, cwd: Path, writes: bool) -> Config:
    content, parts = folders.find_content(project, values["content"])
    kb = folders.places(content, parts)
    raw = folders.find_raw(project, content, values["raw_folders"])
    site = folders.find_output(project, kb, output, values["output"], cwd, writes)
    if writes:
        _check_output(site, project, kb, raw, values["content"], written="" if output else values["output"])
    places = (project, cwd, site.parent)
    store = next((p for p in places if not any(is_inside(p, folder) for folder in (*kb, site))), None)
    if store is not None and os.path.islink(store / ".kbgen"):  # whose it is, and what lies there, nobody knows
        store = None
    return Config(
        project=project,
        content=content,
        parts=parts,
        prefix="" if content == project else f"{content.relative_to(project).as_posix()}/",
        output=site,
        store=store / ".kbgen" if store else None,
        raw=raw,
        publish_raw=values["raw"] == "publish",
        templates=folders.find_templates(project, values["templates"]),
        label_first=folders.has_labels_first(project, content, values["labels"]),
        **{key: values[key] for key in ("raw_folders", "exclude", "urls", "remote_images", "relations")},
        site=SiteSettings(**{key[5:]: value for key, value in values.items() if key.startswith("site.")}),
        kinds={name: KindSettings(**kind) for name, kind in values["kinds"].items()},
        fields=values["fields"],
        name="" if values["site.title"] else name_of(project, values["content"]),
        sections=values["sections"],
        check=CheckSettings(**{key[6:]: value for key, value in values.items() if key.startswith("check.")}),
    )
