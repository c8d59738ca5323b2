"""`kbgen serve` as its users and its attackers meet it: over sockets of their own, with files that come and go."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from kbgen.serve.guard import refused
from kbgen.serve.live import page_digest, with_script
from kbgen.serve.places import SiteFile, decoded, find, kind_of
from kbgen.serve.watching import Watch, matters
from kbgen.text.endings import PUBLISHABLE
from kit import PAGES, built, command, in_kb, output_of, write

pytestmark = pytest.mark.flaky(reruns=2)  # a server and a watcher on a busy machine may be late

PATIENCE = 30.0  # seconds; the machine may be busy with other things


class Answer(NamedTuple):
    """A response as it came: status, headers with lower-case names, body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Running:
    """A server in a process of its own, and what it says."""

    def __init__(self, project: Path, *words: str, cwd: Path | None = None) -> None:
        self.project = project
        self.said = project.parent / f"said-{project.name}.txt"
        with self.said.open("wb") as file:
            self.process = subprocess.Popen(
                command("serve", str(project), *(words or ("--port", "0"))),
                cwd=cwd or project.parent, stdout=file, stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
        self.port = int(self.until(r"http://[^ ]*?:(\d+)/")[1])

    def output(self) -> str:
        return self.said.read_text("utf-8", "replace")

    def until(self, pattern: str, since: int = 0) -> re.Match[str]:
        """Wait until it has said this."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := re.search(pattern, self.output()[since:]):
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        pytest.fail(f"it never said {pattern}:\n{self.output()}")

    def raw(self, request: bytes) -> Answer:
        """The answer to bytes sent as they are."""
        with closing(socket.create_connection(("127.0.0.1", self.port), PATIENCE)) as connection:
            connection.sendall(request)
            received = b""
            while data := connection.recv(1 << 16):
                received += data
        head, _, body = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Answer(int(status.split()[1]), headers, body)

    def get(self, target: str | bytes, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request; `_` in names of headers is `-`."""
        asked = target if isinstance(target, bytes) else target.encode()
        fields = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return self.raw(method.encode() + b" " + asked + b" HTTP/1.1\r\n" + lines.encode() + b"\r\n")

    def until_page(self, target: str, holds: Callable[[Answer], bool]) -> Answer:
        """The first answer of which this is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds(answer := self.get(target)):
                return answer
            time.sleep(0.05)
        pytest.fail(f"{target} never became what it should:\n{self.output()}")

    def stop(self, sent: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(sent)
        return self.process.wait(PATIENCE)


Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Running] = []

    def begin(project: Path, *words: str, cwd: Path | None = None) -> Running:
        running.append(Running(project, *words, cwd=cwd))
        return running[-1]

    yield begin
    for server in running:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all that only asks."""
    folder = tmp_path_factory.mktemp("serve")
    (folder / "outside.txt").write_text("OUTSIDE")
    project = write(folder / "p", in_kb(PAGES))
    write(project, {"secret.txt": "OUTSIDE", "kbgen.toml": '[site]\ntitle = "Served"\n'})
    server = Running(project)
    site = project / "site"
    (site / ".hidden").write_text("OUTSIDE")
    (site / "link.html").symlink_to(folder / "outside.txt")
    (site / "way").symlink_to(folder)
    (site / "inside.html").symlink_to(site / "sources/survey.html")
    os.mkfifo(site / "pipe.txt")
    yield server
    server.process.kill()
    server.process.wait()


# ---------------------------------------------------------------- what is served


def test_pages_are_those_that_were_built_and_the_script_is_added_on_the_way_out(shared: Running) -> None:
    written = (shared.project / "site/sources/survey.html").read_bytes()
    answer = shared.get("/sources/survey.html")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"panel.js" not in written
    script = re.search(rb'<script src="/-/live/panel.js" defer data-digest="\w+"></script>\n', answer.body)
    assert script is not None
    assert answer.body.replace(script[0], b"") == written


def test_the_site_is_the_one_that_build_writes(shared: Running, tmp_path: Path) -> None:
    built(shared.project, tmp_path / "out")
    served, clean = output_of(shared.project / "site"), output_of(tmp_path / "out")
    assert {path: served.get(path) for path in clean} == clean


def test_every_file_that_is_copied_has_a_type() -> None:
    unknown = kind_of("a.unknown")
    assert [ending for ending in sorted(PUBLISHABLE) if kind_of(f"a.{ending}") == unknown] == []


def test_every_answer_forbids_guessing_and_other_sites(shared: Running) -> None:
    for target in ("/", "/-/static/site.css", "/no/such/page", "/-/live/panel.js", "/../x", "/graph.json"):
        headers = shared.get(target).headers
        assert headers["x-content-type-options"] == "nosniff", target
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';"), target
        assert headers["cross-origin-resource-policy"] == "same-origin", target
        assert not [name for name in headers if name.startswith("access-control-")], target


def test_the_policy_is_that_of_the_pages(shared: Running) -> None:
    answer = shared.get("/")
    found = re.search(rb'Content-Security-Policy" content="([^"]+)"', answer.body)
    assert found is not None
    assert found[1].decode().replace("&#39;", "'") == answer.headers["content-security-policy"]


def test_an_unknown_page_is_404_in_the_look_of_the_site_at_any_depth(shared: Running) -> None:
    answer = shared.get("/no/such/page.html")
    assert answer.status == 404
    assert b"Page not found" in answer.body
    assert b'href="/-/static/site.css"' in answer.body


def test_folders_and_parts_of_files(shared: Running) -> None:
    assert shared.get("/-/live").status == 404
    assert shared.get("/sources").status == 404  # it has no index.html
    part = shared.get("/-/static/site.css", Range="bytes=0-9")
    assert (part.status, len(part.body)) == (206, 10)


def test_head_is_get_without_the_body(shared: Running) -> None:
    page, head = shared.get("/"), shared.get("/", "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(page.body)))
    assert shared.get("/-/live/events?page=/", "HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_only_get_and_head(shared: Running, method: str) -> None:
    answer = shared.get("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


# ---------------------------------------------------------------- who may ask

STREAM = "/-/live/events?page=/&digest=0"


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example"),
        *("localhost@evil.example", "192.168.0.1", "[::2]", "[", "", "localhost,evil.example", "0x7f.1", "evil.example#localhost", "[::1].evil.example"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_ours(shared: Running, host: str) -> None:
    for target in ("/", STREAM, "/-/static/site.css"):
        assert shared.get(target, Host=host).status in (400, 403), target


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9999", "[::1]:80"])
def test_the_names_of_this_machine(shared: Running, host: str) -> None:
    assert shared.get("/", Host=host).status == 200


def test_a_request_without_a_host(shared: Running) -> None:
    assert shared.raw(b"GET / HTTP/1.0\r\n\r\n").status == 403
    assert shared.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").status == 400


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://[", "file://"]
)
def test_another_origin(shared: Running, origin: str) -> None:
    for target in ("/", STREAM, "/-/titles.js"):
        answer = shared.get(target, Origin=origin)
        assert answer.status == 403, target
        assert "access-control-allow-origin" not in answer.headers


def test_our_own_origin(shared: Running) -> None:
    assert shared.get("/", Origin=f"http://127.0.0.1:{shared.port}").status == 200
    other = shared.get("/", Origin=f"http://127.0.0.1:{shared.port + 1}")
    assert other.status == 403


def test_other_sites_may_link_here_and_no_more() -> None:
    """A visit shows the page; a script, picture or stream of another site gets nothing (shards are scripts)."""
    names = frozenset({"localhost"})

    def status(**fetch: str) -> int:
        headers = {"host": "localhost", **{f"sec-fetch-{name}": value for name, value in fetch.items()}}
        refusal = refused("GET", headers, names, False)
        return refusal.status if refusal else 200

    assert status(site="cross-site", mode="navigate", dest="document") == 200
    assert status(site="cross-site", mode="navigate", dest="iframe") == 403
    assert status(site="cross-site", mode="no-cors", dest="script") == 403
    assert status(site="same-site", mode="cors", dest="empty") == 403
    assert status(site="same-origin", mode="no-cors", dest="script") == 200
    assert status(site="none", mode="navigate", dest="document") == 200


def test_the_stream_is_for_pages_of_this_site_alone(shared: Running) -> None:
    for site in ("cross-site", "same-site", "anything"):
        for fetch in ({}, {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}):
            assert shared.get(STREAM, Sec_Fetch_Site=site, **fetch).status == 403
    assert shared.get(STREAM, Sec_Fetch_Site="same-origin").status == 200


def test_an_open_server_answers_to_addresses_and_its_own_names() -> None:
    names = frozenset({"localhost", "desk"})
    assert refused("GET", {"host": "192.168.0.7:8000"}, names, True) is None
    assert refused("GET", {"host": "desk:8000"}, names, True) is None
    assert refused("GET", {"host": "evil.example"}, names, True) is not None
    assert refused("GET", {"host": "192.168.0.7:8000"}, names, False) is not None


# ---------------------------------------------------------------- nothing from outside


def _climbing() -> Iterator[bytes]:
    """Addresses that climb out of a folder, in the spellings that servers have fallen for (faults.md, D01)."""
    dots = [
        *(b"..", b"%2e%2e", b".%2e", b"%2e.", b"%252e%252e", b"%25252e%25252e", b"%c0%ae%c0%ae", b"%e0%80%ae%e0%80%ae"),
        *(b"%u002e%u002e", b"%uff0e%uff0e", b"\xef\xbc\x8e\xef\xbc\x8e", b"...", b"....", b"..;", b"..%00", b".%00.", b"..%0d", b"..%20"),
        *(b"\xc0\xae\xc0\xae", b".?.", b"..%09", b"%2e%2e%3b", b"..\x01"),
    ]  # fmt: skip
    slashes = [
        *(b"/", b"%2f", b"%252f", b"\\", b"%5c", b"%255c", b"//", b"/./", b"%c0%af", b"%e0%80%af", b"%u2215", b"\\/", b"/%5c"),
        *(b"%2f/", b";/", b"%00/", b"%ef%bc%8f"),
    ]  # fmt: skip
    for start in (b"/", b"/sources/", b"/-/static/", b"/-/live/", b"//", b"/%2f", b"/way/", b"/nothing/"):
        for dot in dots:
            for slash in slashes:
                for depth in (1, 2, 4, 9):
                    for name in (b"outside.txt", b"etc/passwd", b"secret.txt", b"kbgen.toml"):
                        yield start + (dot + slash) * depth + name


SINGLE = [
    *(b"/etc/passwd", b"//etc/passwd", b"///etc/passwd", b"/%2fetc/passwd", b"/C:/Windows/win.ini", b"/C:%5cWindows%5cwin.ini"),
    *(b"file:///etc/passwd", b"http://127.0.0.1/../outside.txt", b"http://evil.example/", b"outside.txt", b"*", b"../outside.txt"),
    *(b"/@fs/etc/passwd", b"/#/../../../etc/passwd", b"/#/outside.txt", b"/?/../outside.txt", b"/.hidden", b"/%2ehidden"),
    *(b"/.kbgen-manifest.json", b"/.git/config", b"/link.html", b"/way/outside.txt", b"/way/p/secret.txt", b"/way", b"/pipe.txt"),
    *(b"/sources/survey.html/../../../outside.txt", b"/sources/survey.html%00.txt", b"/%00", b"/%ff", b"/\xff", b"/..", b"/.", b"/./"),
    *(b"/" + b"a" * 5000, b"/" + b"a/" * 2000, b"/~root/.bashrc", b"/\\\\server\\share", b"/con", b"/sources/."),
]  # fmt: skip


def test_no_spelling_of_a_path_leads_out(shared: Running) -> None:
    """All in the function that reads them, and a sample of each kind over the wire, as bytes."""
    site, every = shared.project / "site", sorted(set(_climbing()) | set(SINGLE))
    assert len(every) > 10_000
    for raw in every:
        path = decoded(raw.partition(b"?")[0])
        if path is None:
            continue
        place = find(site, path[1:])
        assert isinstance(place, str) or place.file in (None, site / "index.html"), raw
    for raw in (*every[::97], *SINGLE):
        if any(byte <= 32 or byte > 126 for byte in raw):
            continue  # h11 refuses the line: the next test
        answer = shared.get(raw)
        assert answer.status in (307, 400, 404) or raw == b"/?/../outside.txt", raw
        assert b"OUTSIDE" not in answer.body, raw
        assert b"root:" not in answer.body, raw
        if answer.status == 307:
            assert answer.headers["location"].startswith("/"), raw


@pytest.mark.parametrize("raw", [b"/\x00", b"/a b", b"/\xff", b"/a\x01", b"/..\\..\\x"])
def test_lines_that_are_no_request(shared: Running, raw: bytes) -> None:
    assert shared.get(raw).status == 400


def test_a_link_inside_the_site_is_followed(shared: Running) -> None:
    assert shared.get("/inside.html").status == 200


def test_the_stream_wants_a_page_of_this_site(shared: Running) -> None:
    assert shared.get("/-/live/events").status == 400
    assert shared.get("/-/live/events?page=../../x").status == 400
    assert shared.get("/-/live/events?page=/%252e%252e/x").status == 400
    assert shared.get("/-/live/other.py").status == 404
    assert shared.get("/-/live/__init__.py").status == 404


def test_places(tmp_path: Path) -> None:
    assert decoded(b"/a%20b/%C3%A9.html") == "/a b/é.html"
    assert decoded(b"/a//b") is None
    assert decoded(b"/a/%2e%2e/b") is None
    assert decoded(b"/%25") == "/%"
    write(tmp_path, {".attachments/oak.png": "", ".git/oak.png": ""})
    found = find(tmp_path, ".attachments/oak.png")
    assert isinstance(found, SiteFile)
    assert found.file == tmp_path / ".attachments/oak.png"
    assert find(tmp_path, ".git/oak.png") == SiteFile(".git/oak.png", None, "image/png")
    assert find(Path("/nowhere"), "a.css") == SiteFile("a.css", None, "text/css; charset=utf-8")


# ---------------------------------------------------------------- following changes


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "p", in_kb(PAGES))


def _appended(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_a_change_is_served_and_told(project: Path, start: Start) -> None:
    server = start(project)
    since = len(server.output())
    _appended(project / "kb/entities/ada-lovelace.md", "\nShe wrote to [[a-friend]].\n")
    server.until_page("/entities/ada-lovelace.html", lambda answer: b"She wrote to" in answer.body)
    told = server.until(r"no page is called “a-friend”[\s\S]*again +kb/entities/ada-lovelace.md: (\d+) written", since)
    files = sum(1 for file in (project / "site").rglob("*") if file.is_file())
    assert int(told[1]) < files / 2  # not the whole site


def test_an_open_page_hears_only_of_its_own_changes(project: Path, start: Start) -> None:
    server = start(project)
    page = server.get("/entities/ada-lovelace.html")
    made = re.search(rb'data-digest="(\w+)"', page.body)
    assert made is not None
    with closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE)) as stream:
        target = f"/-/live/events?page=/entities/ada-lovelace.html&digest={made[1].decode()}"
        stream.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = _until(stream, b"event: state")
        assert b"event: reload" not in heard
        _appended(project / "kb/entities/openai.md", "\nIt grew.\n")
        server.until_page("/entities/openai.html", lambda answer: b"It grew." in answer.body)
        _appended(project / "kb/entities/ada-lovelace.md", "\nShe counts.\n")
        heard = _until(stream, b"event: reload")
        assert heard.count(b"event: reload") == 1
    old = server.get(target)  # a page that is behind is told at once, also by a server that was started again
    assert b"event: reload" in old.body


def _until(stream: socket.socket, wanted: bytes) -> bytes:
    heard = b""
    while wanted not in heard:
        data = stream.recv(1 << 16)
        assert data, heard
        heard += data
    return heard


def _state(server: Running, path: str) -> dict[str, object]:
    """What an open page is told first."""
    made = re.search(rb'data-digest="(\w+)"', server.get(path).body)
    assert made is not None
    with closing(socket.create_connection(("127.0.0.1", server.port), PATIENCE)) as stream:
        target = f"/-/live/events?page={path}&digest={made[1].decode()}"
        stream.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        heard = _until(stream, b"}\n\n")
    found = re.search(rb"data: (\{.*\})\n", heard)
    assert found is not None
    state: dict[str, object] = json.loads(found[1])
    return state


def test_errors_are_shown_and_the_last_site_stays(project: Path, start: Start) -> None:
    server = start(project)
    since = len(server.output())
    write(project, {"kbgen.toml": "[site]\ntitle = Unquoted\n"})
    server.until(r"error: kbgen.toml:2:9: this is not valid TOML", since)
    assert "kbgen.toml:2:9" in str(_state(server, "/sources/survey.html")["error"])
    write(project, {"kbgen.toml": '[site]\ntitle = "Quoted"\n', "templates/node.html.jinja": "{% if %}"})
    server.until(r"error: the template node.html.jinja:1 cannot be used", since)
    assert server.get("/sources/survey.html").status == 200
    write(project, {"templates/node.html.jinja": "<p>\n{{ nothing.here }}"})
    server.until(r"error: the template node.html.jinja:2 cannot be used: 'nothing' is undefined", since)
    (project / "templates/node.html.jinja").unlink()
    since = len(server.output())
    server.until_page("/", lambda answer: b"Quoted" in answer.body)
    server.until("again ", since)  # the pages lie there a moment before that is known
    assert _state(server, "/sources/survey.html")["error"] == ""


def test_findings_are_those_of_the_page(project: Path, start: Start) -> None:
    server = start(project)
    state = json.dumps(_state(server, "/sources/survey.html")["findings"])
    assert "unwritten-idea" in state
    assert "kb/entities/" not in state
    assert _state(server, "/entities/ada-lovelace.html")["findings"] == []
    server.stop()
    again = start(project)  # with nothing new: what is told is remembered, and so is whose it is
    assert json.dumps(_state(again, "/sources/survey.html")["findings"]) == state


def test_a_template_that_is_wrong_from_the_start(project: Path, start: Start) -> None:
    write(project, {"templates/node.html.jinja": "{% if %}"})
    server = start(project)
    assert server.get("/").status == 503
    assert "node.html.jinja" in str(_state(server, "/")["error"])
    (project / "templates/node.html.jinja").unlink()
    server.until_page("/", lambda answer: answer.status == 200)


def test_half_saved_files_and_what_editors_leave(project: Path, start: Start) -> None:
    server = start(project)
    page = project / "kb/concepts/rlvr.md"
    whole = page.read_text("utf-8")
    since = len(server.output())
    for name in (".rlvr.md.swp", "4913", "rlvr.md~", ".#rlvr.md", "#rlvr.md#", ".rlvr.md.kate-swp", "rlvr.md.tmp.1.2"):
        write(page.parent, {name: "---\ntitle: [half"})
        time.sleep(0.05)
    for cut in (0, 5, 12, len(whole) // 2):
        page.write_text(whole[:cut], "utf-8")
        time.sleep(0.1)
    page.write_text(whole + "\nNow it is whole.\n", "utf-8")
    server.until_page("/concepts/rlvr.html", lambda answer: b"Now it is whole." in answer.body)
    beside = page.with_name(".rlvr.md.new")
    beside.write_text(whole + "\nReplaced in one step.\n", "utf-8")
    beside.replace(page)
    server.until_page("/concepts/rlvr.html", lambda answer: b"Replaced in one step." in answer.body)
    assert "4913" not in server.output()[since:]
    assert "Traceback" not in server.output()


def test_a_folder_that_goes_and_comes_back(project: Path, start: Start) -> None:
    server = start(project)
    since = len(server.output())
    shutil.rmtree(project / "kb/entities")
    server.until_page(
        "/entities/ada-lovelace.html",
        lambda answer: b"who hosts" not in answer.body and b"She hosts" not in answer.body,
    )
    (project / "kb").rename(project / "elsewhere")
    server.until("error: the kb folder kb no longer exists", since)
    assert server.get("/sources/survey.html").status == 200  # the last site that could be built
    (project / "elsewhere").rename(project / "kb")
    server.until("again ", since + server.output()[since:].index("no longer exists"))
    for text in ("She came back.", "She stayed."):  # the new folder is watched like the old one
        write(project, {"kb/entities/ada-lovelace.md": f"---\ntitle: Ada Lovelace\n---\n\n{text}\n"})
        server.until_page("/entities/ada-lovelace.html", lambda answer, text=text: text.encode() in answer.body)  # type: ignore[misc]
    assert "Traceback" not in server.output()


def test_a_vault_that_is_its_own_kb_folder(tmp_path: Path, start: Start) -> None:
    vault = write(tmp_path / "vault", {**PAGES, ".obsidian/workspace.json": "{}"})
    server = start(vault, "--port", "0", "--output", str(tmp_path / "out"), cwd=tmp_path)
    since = len(server.output())
    write(vault, {".obsidian/workspace.json": '{"a": 1}', ".trash/old.md": "# Old\n"})
    write(vault, {"new/folder/page.md": "# Deep\n\nDown here.\n"})
    server.until_page("/new/folder/page.html", lambda answer: b"Down here." in answer.body)
    write(vault, {"kbgen.toml": '[site]\ntitle = "My vault"\n'})
    server.until_page("/", lambda answer: b"My vault" in answer.body)
    assert "obsidian" not in server.output()[since:]
    assert not (vault / "site").exists()
    assert not (vault / ".kbgen").exists()


def test_templates_outside_of_the_project(project: Path, start: Start) -> None:
    theme = write(project.parent / "theme", {"static/custom.css": "a {}"})
    write(project, {"kbgen.toml": 'templates = "../theme"\n'})
    server = start(project)
    write(theme, {"static/custom.css": "b {}"})
    server.until_page("/-/static/custom.css", lambda answer: answer.body == b"b {}")


def test_a_thousand_changes_at_once(project: Path, start: Start, tmp_path: Path) -> None:
    server = start(project)
    for number in range(1000):
        write(project, {f"kb/many/page-{number}.md": f"# Page {number}\n\nSee [[page-{(number * 7) % 1000}]].\n"})
    server.until_page("/many/page-999.html", lambda answer: answer.status == 200)
    for number in range(0, 1000, 2):
        (project / f"kb/many/page-{number}.md").unlink()
    server.until_page("/many/page-998.html", lambda answer: b"Page 998" not in answer.body or answer.status == 404)
    server.until_page("/many/page-0.html", lambda answer: answer.status == 404 or b"missing" in answer.body)
    _settled(server)
    assert server.stop() == 130
    built(project, tmp_path / "clean")
    assert output_of(project / "site") == output_of(tmp_path / "clean")
    assert "Traceback" not in server.output()


def _settled(server: Running) -> None:
    """Wait until it has nothing more to say."""
    last = ""
    while last != (last := server.output()):
        time.sleep(2)


def test_the_site_of_another_output_is_served_when_the_settings_say_so(project: Path, start: Start) -> None:
    server = start(project)
    write(project, {"kbgen.toml": 'output = "other"\n[site]\nbase_url = "https://x.example/notes/"\n'})
    answer = server.until_page("/notes/sources/survey.html", lambda answer: answer.status == 200)
    assert b'src="/notes/-/live/panel.js"' in answer.body
    assert (project / "other/sources/survey.html").is_file()
    assert server.get("/").headers["location"] == "/notes/"
    assert server.get("/sources/survey.html").status == 404


def test_a_top_with_letters_that_are_encoded(project: Path, start: Start) -> None:
    write(project, {"kbgen.toml": '[site]\nbase_url = "https://x.example/my%20n%C3%B6tes/"\n'})
    server = start(project)
    assert server.get("/").headers["location"] == "/my%20n%C3%B6tes/"
    answer = server.get("/my%20n%C3%B6tes/sources/survey.html")
    assert b'src="/my%20n%C3%B6tes/-/live/panel.js"' in answer.body
    assert server.get("/my%20n%C3%B6tes/-/live/panel.js").status == 200
    assert server.get("/my%20n%C3%B6tes/no/page").status == 404
    assert b'href="/my%20n%C3%B6tes/-/static/site.css"' in server.get("/my%20n%C3%B6tes/no/page").body


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process in /proc")
@pytest.mark.parametrize("which", ["builder", "prover"])
def test_a_process_that_dies_is_replaced(project: Path, start: Start, which: str) -> None:
    server = start(project)
    end = time.monotonic() + PATIENCE
    while len(found := _spawned(server)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    since = len(server.output())
    os.kill(found[["builder", "prover"].index(which)], signal.SIGKILL)
    _appended(project / "kb/entities/ada-lovelace.md", "\nAfter all.\n")
    server.until_page("/entities/ada-lovelace.html", lambda answer: b"After all." in answer.body)
    assert ("the process that builds has died" in server.output()[since:]) is (which == "builder")
    _appended(project / "kb/entities/ada-lovelace.md", "\nOnce more.\n")
    server.until_page("/entities/ada-lovelace.html", lambda answer: b"Once more." in answer.body)
    while len(_spawned(server)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(_spawned(server)) == 2
    assert server.stop() == 130


def _spawned(server: Running) -> list[int]:
    """The processes that build and that make proofs, in the order in which they were started."""
    children = _children(server.process.pid)
    return sorted(pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes() and _lives(pid))


# ---------------------------------------------------------------- beginning and end


def test_where_no_port_is_asked_for_a_free_one_is_found(project: Path, start: Start) -> None:
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # it may be somebody else's already
            stack.enter_context(socket.create_server(("127.0.0.1", 8000)))
        server = start(project, "--jobs", "1")
        assert server.port != 8000
        assert f"port 8000 is taken: listening on {server.port} instead" in server.output()
        assert server.get("/").status == 200


def test_a_port_that_is_asked_for_and_taken(project: Path) -> None:
    """Another would be no use to whoever has a bookmark, a tunnel or a script for this one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = command("serve", str(project), "--port", str(port))
        run = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 2
    hint = "name another, or leave out --port to take the next that is free"
    assert run.stderr == f"error: port {port} is taken\n  hint: {hint}\n"
    assert not (project / "site").exists()


def test_a_port_that_is_forbidden() -> None:
    free = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if not free.exists() or int(free.read_text()) <= 80:
        pytest.skip("anyone may listen at port 80 here")
    nobody = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if nobody and (not shutil.which("setpriv") or _others_cannot_read()):
        pytest.skip("root may listen everywhere, and nobody else can run this checkout")
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to everybody else
        os.chmod(folder, 0o777)
        write(Path(folder), {"kb/a.md": "# A\n"})
        words = [*nobody, *command("serve", folder, "--port", "80")]
        run = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 2, run.stderr
    assert run.stderr.startswith("error: cannot listen on 127.0.0.1:80: permission denied")


def _others_cannot_read() -> bool:
    """Whether this checkout, or pytest's folder, is closed to everybody else."""
    return subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", *command("--version")], capture_output=True, check=False
    ).returncode != 0  # fmt: skip


@pytest.mark.parametrize("words", [("--host", "no.such.name.invalid"), ("--host", "192.0.2.1")])
def test_an_address_that_is_not_here(project: Path, words: tuple[str, ...]) -> None:
    run = subprocess.run(
        command("serve", str(project), *words), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith("error: ")
    assert "Traceback" not in run.stderr


def test_it_listens_to_this_machine_alone_unless_told_otherwise(project: Path, start: Start) -> None:
    server = start(project)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", server.port), 5)
    assert "warning: whoever" not in server.output()
    server.stop()
    wide = start(project, "--host", "0.0.0.0", "--port", "0")
    assert "warning: whoever can reach this machine over the network can read this site" in wide.output()
    assert wide.get("/", Host=f"192.168.7.7:{wide.port}").status == 200
    assert wide.get("/", Host="evil.example").status == 403


def test_bad_settings_from_the_start(project: Path) -> None:
    write(project, {"kbgen.toml": "nothing\n"})
    run = subprocess.run(command("serve", str(project)), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (run.returncode, run.stderr[:19]) == (2, "error: kbgen.toml:1")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_it_ends_at_once_and_leaves_nothing(project: Path, start: Start, sent: signal.Signals, code: int) -> None:
    server = start(project)
    children = _children(server.process.pid)
    assert children or sys.platform != "linux"
    streams = [socket.create_connection(("127.0.0.1", server.port), PATIENCE) for _ in range(8)]
    for stream in streams:
        stream.sendall(b"GET /-/live/events?page=/&digest=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    began = time.monotonic()
    assert server.stop(sent) == code
    print(f"ended {time.monotonic() - began:.2f} s after {sent.name}")
    for stream in streams:
        stream.close()
    end = time.monotonic() + 5
    while any(map(_lives, children)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [child for child in children if _lives(child)]
    assert "Traceback" not in server.output()


def test_it_ends_in_the_middle_of_a_build(tmp_path: Path, start: Start) -> None:
    server = start(write(tmp_path / "p", {"kb/a.md": "# A\n"}))
    write(server.project, {f"kb/page-{number}.md": "# P\n\n" + "*word* [[a]]\n\n" * 40 for number in range(1500)})
    time.sleep(0.7)
    children = _children(server.process.pid)
    assert server.stop() == 130
    time.sleep(1)
    assert not [child for child in children if _lives(child)]
    assert not list((server.project / "site").glob("**/*.tmp"))
    built(server.project, server.project / "site")  # and the next build is right
    assert (server.project / "site/page-1499.html").is_file()


def _children(pid: int) -> list[int]:
    """The processes below a process."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, listing.read_text().split()):
            found += [child, *_children(child)]
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---------------------------------------------------------------- pieces


def test_what_may_change_a_site() -> None:
    roots = ["/p/kb"]
    for path in (
        "/p/kb/a.md",
        "/p/kb/img/x.png",
        "/p/kb",
        "/p/kb/sources",
        "/p/kb/.NET.md",
        "/p/kb/a b.md",
        "/p/kb/.attachments/x.png",
        "/p/kb/.raw-files/x.txt",
    ):
        assert matters(path, roots), path
    for path in (
        *("/p/kb/.a.md.swp", "/p/kb/a.md~", "/p/kb/.git/HEAD", "/p/kb/.obsidian/workspace.json", "/p/kb/#a.md#", "/p/kb/.#a.md"),
        *("/p/kb/4913", "/p/kb/a.md.tmp", "/p/kb/a.md.tmp.12.34", "/p/kb/a.md___jb_tmp___", "/p/kb/~$a.docx", "/p/kb/._a.md"),
        *("/p/other/a.md", "/p/kb2/a.md", "/p/kb/node_modules/x/a.md"),
    ):  # fmt: skip
        assert not matters(path, roots), path


def test_folders_that_come_up_are_seen_whatever_they_are_called(tmp_path: Path) -> None:
    """Beside a kb folder that is there, one of raw files that the first build did not know of."""
    seen: list[set[str]] = []

    async def watched() -> None:
        watch = Watch(tmp_path, (tmp_path / "kb",), seen.append)
        running = asyncio.create_task(watch.run())
        await asyncio.sleep(0.5)
        for name in ("other", "raw-sources"):
            (tmp_path / name).mkdir()
        until = time.monotonic() + PATIENCE
        while not seen and time.monotonic() < until:
            await asyncio.sleep(0.05)
        running.cancel()

    (tmp_path / "kb").mkdir()
    with ThreadPoolExecutor(1) as other:  # in this thread the loop of a browser may be running, if it had tests before
        other.submit(asyncio.run, watched()).result()
    assert seen == [{"raw-sources"}]


def test_a_page_is_another_when_what_it_loads_is(tmp_path: Path) -> None:
    html = (
        b'<link rel="stylesheet" href="../s.css"><script src="../s.js" data-scripts="t.js d/u.js"></script>'
        b'<img alt="" src="p%20q.png">'
    )
    write(tmp_path, {"s.css": "a", "s.js": "b", "t.js": "b", "d/u.js": "b", "d/p q.png": "c", "d/x.html": html})
    seen = {page_digest(tmp_path, "d/x.html", html, "/")}
    for path in ("s.css", "s.js", "t.js", "d/u.js", "d/p q.png"):
        write(tmp_path, {path: "longer"})
        seen.add(page_digest(tmp_path, "d/x.html", html, "/"))
    seen.add(page_digest(tmp_path, "d/x.html", html + b" ", "/"))
    assert len(seen) == 7
    assert with_script(b"<p>", "/", "1") == b'<p><script src="/-/live/panel.js" defer data-digest="1"></script>\n'
