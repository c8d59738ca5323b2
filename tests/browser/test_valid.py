"""Every page is valid HTML, by the checker of the W3C (v.Nu). Without Java or the checker the test skips and says so."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from kit import ROOT, absent

VNU = ROOT / ".cache/vnu-jar/build/dist/vnu.jar"


def test_every_page_is_valid(everything: Path, own: Path, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        absent("there is no Java, so the HTML is not validated")
    if not VNU.is_file():
        absent("the HTML validator is not there (`make test` fetches it with npm)")
    site = tmp_path / "site"
    shutil.copytree(everything, site, ignore=shutil.ignore_patterns("t0[1-9]*.html", "t1*.html"))  # 1,000 alike
    command = [str(java), "-jar", str(VNU), "--errors-only", "--skip-non-html", "--format", "json", "--stdout"]
    run = subprocess.run([*command, str(own), str(site)], capture_output=True, text=True, timeout=300, check=False)
    messages = json.loads(run.stdout)["messages"]
    errors = [(m.get("url", "")[-60:], m.get("lastLine"), m["message"]) for m in messages if m["type"] == "error"]
    assert errors == []
