"""Make the README's picture, `docs/page.png`: a page of `kb/` as Chromium shows it.

Run it from the development environment. Needs Chromium; its fonts are those of the
machine, so the picture is a picture and no test.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from kbgen.config import load_config
from kbgen.pipeline.build import build

ROOT = Path(__file__).resolve().parent.parent
PAGE = "entities/openai.html"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Build the site in a temporary folder and take the picture; 2 without a browser."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        print("no Chromium is installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(load_config(ROOT, output=site, cwd=ROOT))
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            page = running.new_page(viewport={"width": 1280, "height": 960})
            page.goto((site / PAGE).as_uri())
            page.locator(".narrow select").first.wait_for()  # what scripts add
            page.screenshot(path=ROOT / "docs/page.png")
            running.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
