"""The command line as its users meet it: exit codes, messages, help, refusals (product.md, "Command line")."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from kbgen.cli import cli
from kbgen.commands.terminal import coloured
from kit import PAGES, command, in_kb, kbgen, output_of, write

CLEAN = {"index.md": "---\ntitle: Home\n---\n\nSee [[a]].\n", "a.md": "# A\n\nText.\n"}
NODE_KEYS = ["id", "title", "kind", "url", "path", "aliases", "tags", "published"]
EDGE_KEYS = [
    *("from", "to", "target", "label", "anchor", "anchor_found", "type", "field", "path", "line", "column"),
    *("resolution", "candidates"),
]
RESOLUTIONS = {
    *("relative", "path", "suffix", "folder", "name", "id", "title", "alias", "loose", "self"),
    *("ambiguous", "missing", "unpublished", "raw"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that kbgen has much to say about."""
    return write(tmp_path / "project", in_kb(PAGES))


def test_build_writes_the_site_into_the_project(project: Path) -> None:
    run = kbgen("build", cwd=project)
    assert run.returncode == 0, run.stderr
    assert "wrote site: open site/index.html" in run.stdout
    assert (project / "site/index.html").is_file()
    assert "KB101 missing-page" in run.stderr
    assert "kb/sources/survey.md" in run.stderr


def test_build_of_any_folder_of_markdown(tmp_path: Path) -> None:
    """`kbgen build some/vault --output out` works on any folder of markdown."""
    write(tmp_path / "some/vault", {"deep/er/note.md": "[[other]]", "other.md": "x", "picture.bin": b"\0"})
    run = kbgen("build", "some/vault", "--output", "out", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out/deep/er/note.html").is_file()
    assert sorted(p.name for p in (tmp_path / "some/vault").iterdir()) == ["deep", "other.md", "picture.bin"]


def test_build_twice_writes_nothing_new(project: Path) -> None:
    kbgen("build", cwd=project)
    before = output_of(project / "site")
    run = kbgen("build", cwd=project)
    assert re.search(r"files\s+0 written, \d+ unchanged, 0 removed", run.stdout), run.stdout
    assert output_of(project / "site") == before


def test_quiet_prints_nothing_but_errors(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "[[missing]]"})
    run = kbgen("build", "--quiet", cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    write(tmp_path, {"kb/b.md": "[x](javascript:alert(1))"})
    run = kbgen("build", "-q", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, "")
    assert "error[KB502" in run.stderr
    assert "warning" not in run.stderr


@pytest.mark.parametrize(("text", "code"), [("Fine.", 0), ("[[nowhere]]", 1), ("[x](javascript:x)", 1)])
def test_strict_fails_on_warnings_and_errors_and_writes_the_site(tmp_path: Path, text: str, code: int) -> None:
    write(tmp_path, {"kb/index.md": f"---\ntitle: T\n---\n\n{text}\n"})
    assert kbgen("build", cwd=tmp_path).returncode == 0
    run = kbgen("build", "--strict", "--output", "strict", cwd=tmp_path)
    assert run.returncode == code, run.stderr
    assert (tmp_path / "strict/index.html").is_file()


def test_strict_passes_over_notes(tmp_path: Path) -> None:
    write(tmp_path, {"kb/index.md": "# Home\n\n[[a_b]]\n", "kb/a b.md": "x"})
    run = kbgen("build", "--strict", cwd=tmp_path)
    assert "note[KB104" in run.stderr
    assert run.returncode == 0


def _refused(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """kbgen could not go on, and said so once, in words."""
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert len(re.findall(r"(?i)^error", run.stderr, re.MULTILINE)) == 1, run.stderr
    for word in words:
        assert word in run.stderr


def test_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    _refused(kbgen("build", "note", cwd=tmp_path), "note", "did you mean notes?")
    _refused(kbgen("graph", "note", cwd=tmp_path), "note")


def test_a_bad_setting(project: Path) -> None:
    write(project, {"kbgen.toml": "urls = 'flat'\n"})
    _refused(kbgen("build", cwd=project), "kbgen.toml", "urls", "flat", "directory")
    write(project, {"kbgen.toml": "[site]\ntitel = 'x'\n"})
    _refused(kbgen("build", cwd=project), "site.titel", "did you mean title?")
    write(project, {"kbgen.toml": "[site\n"})
    _refused(kbgen("graph", cwd=project), "kbgen.toml:1")
    assert not (project / "site").exists()


@pytest.mark.parametrize("arguments", [["build", "--nonsense"], ["bild"], ["build", "a", "b"]])
def test_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    _refused(kbgen(*arguments, cwd=tmp_path))


def test_a_command_that_there_is_not(project: Path) -> None:
    _refused(kbgen("bild", cwd=project), "there is no command “bild”", "did you mean build?")
    _refused(kbgen("kb", cwd=project), "to build that folder: kbgen build kb")
    _refused(kbgen("x", cwd=project), "there are init, new, import, build")
    _refused(kbgen("help", "build", cwd=project), "kbgen build --help explains one")


def test_findings_that_a_build_does_not_show_are_said_to_be_somewhere(project: Path) -> None:
    (project / "kb/many.md").write_text("\n\n".join(f"[[nobody-{n}]]" for n in range(30)))
    for _ in range(2):  # also where nothing has changed
        assert re.search(
            r"^KB101: and \d+ more \(kbgen check --all shows them\)$", kbgen("build", cwd=project).stderr, re.M
        )


def test_a_folder_without_markdown_is_told(tmp_path: Path) -> None:
    """Most often the wrong folder was named."""
    (tmp_path / "empty").mkdir()
    for _ in range(2):  # also where nothing has changed
        run = kbgen("build", "empty", cwd=tmp_path)
        assert (run.returncode, "note: no markdown was read here" in run.stderr) == (0, True)
        assert "0 documents" in run.stdout
    run = kbgen("check", "empty", cwd=tmp_path)
    assert (run.returncode, "hint: no markdown was read here" in run.stdout) == (0, True)


def test_one_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"kb/index.md": "# A\n\nText.\n", "raw/x.txt": "x"})
    run = kbgen("build", cwd=tmp_path)
    assert "kb folder  kb (1 document)\n" in run.stdout
    assert "raw        1 file\n" in run.stdout
    assert run.stderr.count("reading 1 file\n") == run.stderr.count("writing 1 page\n") == 1


def test_files_are_named_as_seen_from_here(project: Path) -> None:
    (project.parent / "a-talk.txt").write_text("A talk\n\nWords.\n")
    words = ("import", "a-talk.txt", "--write", "--project", project.name)
    assert kbgen(*words, cwd=project.parent).stdout == "project/kb/sources/a-talk.md\n"
    assert "project/kb/sources/a-talk.md already exists" in kbgen(*words, cwd=project.parent).stderr


@pytest.mark.parametrize("output", ["kb", "kb/site", ".", ".."])
def test_an_output_that_would_harm_the_project(project: Path, output: str) -> None:
    before = output_of(project.parent)
    _refused(kbgen("build", "--output", output, cwd=project))
    assert output_of(project.parent) == before


def test_a_folder_of_someone_else_is_not_written_to(project: Path) -> None:
    write(project, {"mine/letter.txt": "dear"})
    _refused(kbgen("build", "--output", "mine", cwd=project), "mine")
    assert os.listdir(project / "mine") == ["letter.txt"]


def test_files_of_others_in_the_output_are_kept(project: Path) -> None:
    """faults.md A04: what was put into the site afterwards stays, byte for byte."""
    kbgen("build", cwd=project)
    write(project / "site", {"CNAME": "example.org", ".nojekyll": "", "entities/notes.txt": "mine"})
    (project / "kb/entities/ada-lovelace.md").unlink()
    assert kbgen("build", cwd=project).returncode == 0
    assert (project / "site/CNAME").read_text() == "example.org"
    assert (project / "site/.nojekyll").is_file()
    assert (project / "site/entities/notes.txt").read_text() == "mine"


def test_a_folder_that_is_the_kb_and_the_working_directory_needs_an_output(tmp_path: Path) -> None:
    write(tmp_path, CLEAN)
    _refused(kbgen("build", cwd=tmp_path), "--output")
    assert sorted(os.listdir(tmp_path)) == ["a.md", "index.md"]


def test_graph_holds_what_is_promised(project: Path) -> None:
    write(project, {"kb/_templates/t.md": "x", "kb/y/twice.md": "", "kb/z/twice.md": "[[a#b]]"})
    write(project, {"kb/more.md": "---\nup: [[survey]]\n---\n[[twice]] ![[openai#History]] [[SURVEY|s]]"})
    run = kbgen("graph", cwd=project)
    assert run.returncode == 0, run.stderr
    graph = json.loads(run.stdout)
    assert list(graph) == ["schema", "nodes", "edges", "left_out"]
    assert graph["schema"] == "kbgen.graph/1"
    ids = {node["id"] for node in graph["nodes"]}
    assert len(ids) == len(graph["nodes"])
    for node in graph["nodes"]:
        assert list(node) == NODE_KEYS
        assert (node["kind"] == "wanted") == (node["path"] is None)
        if node["path"]:
            assert node["path"] == f"kb/{node['id']}.md"
            assert (project / node["path"]).is_file()
        assert node["url"].endswith(".html")
    for edge in graph["edges"]:
        assert list(edge) == EDGE_KEYS
        assert edge["resolution"] in RESOLUTIONS
        assert edge["type"] in ("link", "embed", "field")
        assert (edge["field"] is not None) == (edge["type"] == "field")
        assert edge["from"] in ids
        assert (edge["to"] is None) == (edge["resolution"] in ("ambiguous", "unpublished", "raw"))
        assert edge["to"] is None or edge["to"] in ids
        assert (len(edge["candidates"]) > 1) == (edge["resolution"] == "ambiguous")
        assert edge["line"] >= 1
        assert edge["column"] >= 1
        assert (edge["anchor_found"] is None) == (
            edge["anchor"] is None or edge["resolution"] in ("missing", "ambiguous")
        )
    assert {edge["resolution"] for edge in graph["edges"]} >= {"name", "missing", "ambiguous", "relative"}
    assert {edge["type"] for edge in graph["edges"]} == {"link", "embed", "field"}
    assert [list(one) for one in graph["left_out"]] == [["path", "reason"]]
    assert graph["left_out"][0]["path"] == "kb/_templates/t.md"
    assert not (project / "site").exists()


def test_graph_into_a_pipe_that_closes(project: Path) -> None:
    with subprocess.Popen(
        command("graph", str(project)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.stderr is not None
        assert run.stderr.read() == ""


@pytest.mark.parametrize("name", [None, *sorted(cli.commands)])
def test_help(name: str | None) -> None:
    """`--help` on each command is the reference and has an example."""
    run = kbgen(*([name] if name else []), "--help")
    assert run.returncode == 0
    if name is None:
        assert set(re.findall(r"^  (\w+) ", run.stdout, re.MULTILINE)) >= set(cli.commands)
        return
    assert re.search(rf"(?m)^\s*kbgen {name}", run.stdout.partition("Example")[2]), run.stdout
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.opts[-1] in run.stdout


def test_the_version() -> None:
    assert re.fullmatch(r"kbgen, version \d+\.\d+\.\d+\n", kbgen("--version").stdout)


def test_a_bug_is_a_traceback_and_70(tmp_path: Path) -> None:
    """The only way to 70: kbgen itself is wrong. Provoked from outside, by a stage that raises."""
    write(tmp_path, {"kb/a.md": "x"})
    broken = (
        "import kbgen.cli as c, kbgen.pipeline.project as p\n"
        "def load(*a, **k): raise ZeroDivisionError('seven')\np.load = load\nc.main()"
    )
    words = [broken if word.startswith("from kbgen") else word for word in command("graph", str(tmp_path))]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode == 70
    assert "Traceback" in run.stderr
    assert "ZeroDivisionError: seven" in run.stderr
    assert "please report" in run.stderr


def test_what_may_not_be_opened_is_no_bug(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "x"})
    closed = (
        "import kbgen.cli as c, kbgen.pipeline.project as p\n"
        "def load(*a, **k): raise PermissionError(13, 'Permission denied', '/x/closed')\np.load = load\nc.main()"
    )
    words = [closed if word.startswith("from kbgen") else word for word in command("graph", str(tmp_path))]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    told = "error: /x/closed cannot be opened: Permission denied\n  hint: check its permissions\n"
    assert (run.returncode, run.stderr) == (2, told)


def test_a_build_needs_nothing_that_windows_has_not(project: Path, tmp_path: Path) -> None:
    """What Python has on Unix alone is taken away, before anything is loaded; the site is the same."""
    only_unix = [
        *("os.O_CLOEXEC", "os.O_NOFOLLOW", "os.O_NONBLOCK", "os.fchmod", "os.fork", "os.nice", "os.sched_getaffinity"),
        *("signal.SIGALRM", "signal.SIGHUP", "signal.SIGKILL", "signal.pthread_sigmask", "signal.setitimer"),
    ]
    without = "".join(
        f"del {name}\n" for name in only_unix if hasattr(globals()[name[: name.index(".")]], name.split(".")[1])
    )
    words = command("build", str(project), "--output", str(tmp_path / "other"), "--jobs", "1")
    words = [
        f"import os, signal, sys\n{without}sys.modules['fcntl'] = None\n{word}"
        if word.startswith("from kbgen")
        else word
        for word in words
    ]
    run = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    kbgen("build", str(project), "--output", str(tmp_path / "site"), cwd=tmp_path)
    one, two = output_of(tmp_path / "site"), output_of(tmp_path / "other")
    assert {path: data for path, (_, data) in one.items()} == {path: data for path, (_, data) in two.items()}


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    """faults.md A11: 130 or 143 within a second, and an output that was not there yet is there whole or not at all."""
    files = {
        f"kb/{n:04}.md": f"# Page {n}\n\n" + f"[[{n + 1:04}]] and [[{n - 1:04}]]. Words *and* words.\n" * 40
        for n in range(500)
    }
    write(tmp_path, files)
    told = (
        "import kbgen.cli, kbgen.commands.build as c\nreal = c.run_build\n"
        "def build(*a, **k): print('begun', flush=True); return real(*a, **k)\nc.run_build = build\nkbgen.cli.main()"
    )
    words = [told if word.startswith("from kbgen") else word for word in command("build", str(tmp_path))]
    run = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "begun\n"
    time.sleep(0.5)
    assert run.poll() is None, "the build ended before it could be interrupted"
    run.send_signal(sent)
    begun = time.monotonic()
    _, said = run.communicate(timeout=30)
    assert time.monotonic() - begun < 3  # a second on an idle machine
    assert run.returncode == code, said
    assert "Traceback" not in said
    assert not (tmp_path / "site").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("kb", ".kbgen")] == []


def test_an_end_that_python_ignored_is_told_again() -> None:
    """What a signal raises while Python runs a callback of its own is lost; the process ends all the same."""
    told = """
import os, signal, time, weakref
from kbgen.process.ending import end_when_told
class Thing: pass
end_when_told()
thing = Thing()
kept = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
del thing
print("went on", flush=True)
time.sleep(20)
"""
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=15, check=False)
    assert "Exception ignored" in run.stderr
    assert (run.stdout, run.returncode) == ("went on\n", 143)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("words", [("build", "--strict"), ("check",)], ids=" ".join)
def test_a_reader_who_leaves_changes_nothing(project: Path, words: tuple[str, ...], stream: str) -> None:
    """What is printed into a pipe that closed, or to no stream at all, is lost; the work is done, the code is the same."""
    (project / "kb/lost.md").write_text("[[nowhere]]\n" * 100)
    whole = subprocess.run(command(*words, str(project)), capture_output=True, check=False)
    site = output_of(project / "site") if words[0] == "build" else {}
    for closed in (False, True):
        shutil.rmtree(project / "site", ignore_errors=True)
        shutil.rmtree(project / ".kbgen", ignore_errors=True)
        run = subprocess.Popen(
            command(*words, str(project)),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=(lambda: os.close(1 if stream == "stdout" else 2)) if closed else None,
        )  # fmt: skip
        read, left = (run.stdout, run.stderr) if stream == "stdout" else (run.stderr, run.stdout)
        assert read is not None
        assert left is not None
        read.close()
        said = left.read()
        left.close()
        assert b"Traceback" not in said
        assert run.wait(30) == whole.returncode
        assert (output_of(project / "site") if words[0] == "build" else {}) == site


def test_a_full_disk_behind_what_is_printed(project: Path) -> None:
    for words in (("check",), ("graph",), ("build", "--clean")):
        with open("/dev/full", "wb") as full:
            run = subprocess.run(command(*words, str(project)), stdout=full, stderr=subprocess.PIPE, check=False)
        assert run.returncode == 2, words
        assert b"cannot be printed: No space left on device\n" in run.stderr
        assert b"Traceback" not in run.stderr


def test_a_build_waits_for_another_one(project: Path) -> None:
    """`kbgen serve` builds after every change: who builds beside it is not to be told of an error."""
    fcntl = pytest.importorskip("fcntl")
    assert kbgen("build", cwd=project).returncode == 0
    (project / "kb/late.md").write_text("# Late\n")
    descriptor = os.open(project / "site", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    run = subprocess.Popen(command("build", str(project)), cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(2)
    (project / "kb/later.md").write_text("# Later\n")
    os.close(descriptor)
    run.communicate(timeout=30)
    assert run.returncode == 0
    assert (project / "site/later.html").exists()


def test_strict_and_quiet_says_why_it_failed(project: Path) -> None:
    (project / "kb/lost.md").write_text("[[nowhere]]\n")
    for _ in range(2):
        run = kbgen("build", "--strict", "--quiet", str(project), cwd=project)
        assert run.returncode == 1
        assert re.search(r"--strict: [1-9].* warning", run.stderr), run.stderr


def test_names_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    """faults.md O03: escape sequences in titles and names are stripped in terminal output."""
    write(tmp_path, {"kb/a\x1b]0;evil\x07.md": "[[b\x1b[31m]] [[c\r]] [x](javascript:\x1b[2J)"})
    run = kbgen("build", cwd=tmp_path)
    assert run.returncode == 0
    assert "Traceback" not in run.stderr
    assert not set("\x1b\x07\r") & set(run.stderr + run.stdout)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437"])
@pytest.mark.parametrize("words", [("build", "--clean"), ("check",), ("new", "--wanted")], ids=" ".join)
def test_a_pipe_that_cannot_take_every_letter(project: Path, words: tuple[str, ...], encoding: str) -> None:
    """A pipe of Windows takes the letters of one part of the world; the others are spelled out."""
    (project / "kb/lost.md").write_text("[[漢字]]\n", "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    run = subprocess.run(command(*words), cwd=project, env=environment, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert b"Traceback" not in run.stderr
    assert b"\\u6f22\\u5b57" in run.stdout + run.stderr


@pytest.mark.parametrize("words", ["build", "check", "graph", "init", "serve", "new --wanted"])
def test_a_folder_that_is_gone(tmp_path: Path, words: str) -> None:
    """The shell still stands in a folder that another program has deleted."""
    (tmp_path / "gone").mkdir()
    told = ["sh", "-c", 'cd "$0" && rmdir "$0" && exec "$@"', str(tmp_path / "gone"), *command(*words.split())]
    run = subprocess.run(told, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "the folder that you are in no longer exists" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_project_whose_name_is_no_text(tmp_path: Path) -> None:
    """The path of a finding for SARIF is percent-encoded, whatever its bytes."""
    folder = tmp_path / os.fsdecode(b"p\xff")
    write(folder, {"kb/a.md": "[[missing]]"})
    for form in ("sarif", "json", "github", "text"):
        run = subprocess.run(
            command("check", str(folder), "--format", form), cwd=tmp_path, capture_output=True, check=False
        )
        assert run.returncode == 0, run.stderr
        if form == "sarif":
            assert b'"p%FF/kb/a.md"' in run.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n{{ 1 / 0 }}", "node.html.jinja:2 cannot be used: division by zero"),
        ('{% extends "kbgen/nod.html.jinja" %}', "node.html.jinja:1 cannot be used: there is no template kbgen/nod."),
        ('a\n{{ "a" + 1 }}', "node.html.jinja:2 cannot be used: can only concatenate"),
        ("a\n{{ 'x' | round }}", "node.html.jinja:2 cannot be used: "),
        ('{% include "node.html.jinja" %}', "node.html.jinja:1 cannot be used: maximum recursion depth"),
    ],
)
def test_any_mistake_of_a_template_is_told_with_its_line(project: Path, text: str, told: str) -> None:
    write(project, {"templates/node.html.jinja": text})
    run = kbgen("build", cwd=project)
    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def test_a_template_that_cannot_be_read_is_told_in_words(project: Path) -> None:
    """Also one that `kbgen new` fills in."""
    write(project, {"templates/parts/x.html.jinja": b"caf\xe9"})
    told = "the template parts/x.html.jinja cannot be read: it is not UTF-8\n  hint: save the file as UTF-8\n"
    assert told in kbgen("build", cwd=project).stderr
    write(project, {"templates/new/source.md.jinja": b"caf\xe9"})
    run = kbgen("new", "source", "A talk", cwd=project)
    assert run.stderr == "error: " + told.replace("parts/x.html.jinja", "new/source.md.jinja")
    (project / "templates/parts/x.html.jinja").unlink()
    write(project, {"templates/folder.html.jinja/a": ""})
    assert "the template folder.html.jinja cannot be read: " in (run := kbgen("build", cwd=project)).stderr
    assert "Errno" not in run.stderr


@pytest.mark.parametrize(
    ("environment", "has_colours"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_that_have_them(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], has_colours: bool
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert coloured(Terminal()) == has_colours
    assert not coloured(io.StringIO())


# ---------------------------------------------------------------- in a folder of a project


@pytest.mark.parametrize(
    ("words", "where", "hint"),
    [
        (("check",), "project/kb", "kbgen check .."),
        (("check", "--format", "json"), "project/kb/sources", "kbgen check ../.."),
        (("check", "project/kb"), ".", "kbgen check project"),
        (("check",), "project/raw", "kbgen check .."),
        (("build", "--output", "../../out"), "project/kb", "kbgen build .."),
        (("graph",), "project/kb", "kbgen graph .."),
        (("schema", "--project", "."), "project/kb", "kbgen schema --project .."),
        (("new", "--wanted", "--project", "project/kb"), ".", "kbgen new --project project"),
    ],
)
def test_a_part_of_a_project_is_said_to_be_one(project: Path, words: tuple[str, ...], where: str, hint: str) -> None:
    """Its settings do not count there; who works in a folder below would not know why rules and kinds are others."""
    write(project, {"kbgen.toml": "", "raw/a.txt": "A"})
    run = kbgen(*words, cwd=project.parent / where)
    assert "kbgen.toml is not read, because " in run.stderr
    assert f"\n  hint: for the project: {hint}\n" in run.stderr
    assert "kbgen.toml" not in run.stdout


def test_a_page_that_is_made_in_a_part_of_a_project_lies_where_the_project_reads_it(project: Path) -> None:
    write(project, {"kbgen.toml": '[kinds.recipe]\nfolders = ["recipes"]\n', "raw/soup.txt": "Soup\n\nBoil it.\n"})
    (project / "kb/entities").mkdir(exist_ok=True)
    run = kbgen("new", "source", "A talk", cwd=project / "kb/entities")
    assert (run.returncode, run.stdout, run.stderr) == (0, "../sources/a-talk.md\n", "")
    run = kbgen("import", "soup.txt", "--kind", "recipe", "--write", cwd=project / "raw")
    assert (run.returncode, run.stdout) == (0, "../kb/recipes/soup.md\n"), run.stderr
    assert "recipe" in kbgen("schema", "recipe", cwd=project / "kb").stdout


def test_what_is_said_of_a_part_is_said_by_every_build(project: Path) -> None:
    """Also where nothing has changed and the words of the last build are said again; but not where these are unwanted."""
    write(project, {"kbgen.toml": ""})
    said = [kbgen("build", "kb", "--output", "../out", cwd=project).stderr for _ in range(3)]
    assert all("note: kbgen.toml is not read, because kb is only a part of its project\n" in one for one in said)
    assert "kbgen.toml" not in kbgen("build", "kb", "--output", "../out", "--quiet", cwd=project).stderr


def test_a_project_of_its_own_below_another_is_no_part_of_it(project: Path) -> None:
    """Nor is a folder that another project does not read, or one of a project whose settings nobody can read."""
    write(project, {"kbgen.toml": "", "kb/own/kbgen.toml": "", "kb/own/a.md": "A", "other/a.md": "A"})
    for folder in ("kb/own", "other", "."):
        assert "not read" not in kbgen("check", folder, cwd=project).stderr
    write(project, {"kbgen.toml": "content = 3"})
    assert "not read" not in kbgen("check", "kb", cwd=project).stderr


# ---------------------------------------------------------------- check of some files


def test_check_reports_only_the_files_that_are_named(project: Path) -> None:
    """As an agent wants it that has written one page of a large knowledge base; all others are read for their names."""
    write(project, {"kbgen.toml": "", "notes.md": "A", "raw/r.txt": "R", "kb/own.md": "[[nobody]]\n\n[[a-page]]\n",
                    "kb/a-page.md": "# A page\n\n" + "[[none-such]]\n\n" * 30})  # fmt: skip
    run = kbgen("check", "kb/own.md", "--strict", cwd=project)
    assert (run.returncode, run.stdout.count("┌─"), run.stdout.count("┌─ kb/own.md:")) == (1, 2, 2), run.stdout
    assert run.stdout.endswith("1 file: 1 warning, 1 note\nKB101 1, KB301 1\n")
    run = kbgen("check", "a-page.md", cwd=project / "kb")
    assert run.stdout.count("KB101 missing-page") == 30, run.stdout
    run = kbgen("check", "kb/own.md", "raw/r.txt", "--format", "json", cwd=project)
    assert {one["path"] for one in json.loads(run.stdout)["findings"]} == {"kb/own.md", "raw/r.txt"}
    run = kbgen("check", "notes.md", cwd=project)
    assert run.stdout == "0 files: nothing to fix\n"
    assert "note: notes.md is no page here (outside the kb folder)" in run.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("kb", "kb/own.md"), "error: kb is a folder\n  hint: name one folder, or only files\n"),
        (("kb/own.md", "none.md"), "error: there is no file none.md\n  hint: name one folder, or only files\n"),
        (("kb/own.md", "../other/a.md"), "error: ../other/a.md is not in ., as kb/own.md is\n"),
        (("../other/a.md",), "error: nobody knows of which project ../other/a.md is a part\n"),
        (("kb/own.md", "--write-baseline"), "it cannot be combined with names of files"),
    ],
)
def test_check_of_files_that_are_of_no_project(project: Path, words: tuple[str, ...], told: str) -> None:
    write(project, {"kb/own.md": "A"})
    write(project.parent / "other", {"a.md": "A"})
    run = kbgen("check", *words, cwd=project)
    assert (run.returncode, told in run.stderr) == (2, True), run.stderr
