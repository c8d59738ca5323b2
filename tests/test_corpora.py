"""Real knowledge bases, without a line of configuration: nothing is lost, nothing is dead, few names are missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
import yaml

from corpora import corpus, each_corpus
from crawl import crawl
from kit import kbgen

# Links of wiki syntax that nobody has written a page for: what a careful reader counts in each.
MISSING = {"founder-book": 16, "labs-wiki": 25, "foam-docs": 3}


@each_corpus
def test_no_file_is_lost(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """product.md: `left_out` names every `.md` under DIR that is not a node."""
    project, _, _, graph = corpus(name, tmp_path_factory)
    files = {file.relative_to(project).as_posix() for file in project.rglob("*.md")}
    nodes = [node["path"] for node in graph["nodes"] if node["path"]]
    left_out = [one["path"] for one in graph["left_out"]]
    assert len(nodes) == len(set(nodes))
    assert not set(nodes) & set(left_out)
    assert {*nodes, *left_out} == files
    assert len(nodes) > 0.9 * len(files)


@each_corpus
def test_every_node_has_its_page(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    _, output, _, graph = corpus(name, tmp_path_factory)
    urls = [node["url"] for node in graph["nodes"]]
    assert len({url.lower() for url in urls}) == len(urls)
    assert [url for url in urls if not (output / url).is_file()] == []


@each_corpus
def test_nothing_on_the_site_is_dead(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert list(crawl(corpus(name, tmp_path_factory).output))[:20] == []


@each_corpus
def test_kbgen_fails_on_no_page(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert [d for d in corpus(name, tmp_path_factory).report.diagnostics if d.code == "KB214"] == []


@each_corpus
def test_few_names_are_missing(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = corpus(name, tmp_path_factory).report.graph
    missing = [
        f"{found.nodes[edge.source].path}:{edge.line}:{edge.column} {edge.written}"
        for edge in found.edges
        if edge.resolution == "missing"
        and edge.link >= 0
        and found.documents[found.nodes[edge.source].document].facts.links[edge.link].syntax == "wiki"
    ]
    assert len(missing) <= MISSING[name], missing


def test_the_command_line_says_the_same(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`kbgen build some/vault --output out`, and `kbgen graph`, on a folder it has not seen."""
    project, _, _, expected = corpus("foam-docs", tmp_path_factory)
    run = kbgen("build", str(project), "--output", str(tmp_path / "out"))
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    assert (tmp_path / "out/index.html").is_file()
    graph = kbgen("graph", str(project))
    assert graph.returncode == 0
    assert msgspec.json.decode(graph.stdout) == expected


def test_frontmatter_that_does_not_parse_keeps_type_and_title(tmp_path_factory: pytest.TempPathFactory) -> None:
    """links.md: the page is built with what could be recovered; schema.md: `type` decides the kind."""
    project, output, report, graph = corpus("founder-book", tmp_path_factory)
    broken = dict(_broken(project))
    assert len(broken) == 198
    nodes = {node["path"]: node for node in graph["nodes"]}
    documents = {node.path: report.graph.documents[node.document] for node in report.graph.nodes}
    reported = {d.path for d in report.diagnostics if d.code in ("KB201", "KB202", "KB206")}
    lost = []
    for path, front in broken.items():
        title, kind = _plain(front, "title"), _plain(front, "type")
        facts = documents[path].facts
        types = [field.value for field in facts.fields if field.name == "type"]
        if facts.title != title or (kind and types != [kind]) or path not in reported:
            lost.append((path, title, facts.title, kind, types))
        assert (output / nodes[path]["url"]).is_file()
    assert lost == []


def _broken(project: Path) -> list[tuple[str, str]]:
    """Files whose frontmatter YAML refuses: path and frontmatter."""
    found = []
    for file in sorted(project.rglob("*.md")):
        front = re.match(r"---\n(.*?\n)---\n", file.read_text("utf-8"), re.DOTALL)
        if front is None:
            continue
        try:
            yaml.load(front[1], yaml.CSafeLoader)
        except yaml.YAMLError:
            found.append((file.relative_to(project).as_posix(), front[1]))
    return found


def _plain(front: str, key: str) -> str:
    """The value that a reader sees behind a key."""
    line = re.search(rf"^{key}:[ \t]*(.*?)[ \t]*$", front, re.MULTILINE)
    value = line[1] if line else ""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    try:
        return str(json.loads(f'"{value}"'))  # `\u2019`, which a program left there
    except ValueError:
        return value.replace('\\"', '"')
