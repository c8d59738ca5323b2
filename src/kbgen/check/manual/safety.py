"""The manual of the rules about safety."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

SAFETY: dict[str, Entry] = {
    "KB506": Entry(
        "Keys for services, and private keys, have forms by which they are known. Texts that come from a terminal or a "
        "chat often have one in them, and whoever finds it on the site can use it. The page is published as it is. "
        "Examples (`…EXAMPLE`, `xxxxx`) are not reported.",
        "First make the key invalid where you got it: it may be in the history of the repository as well. Then take it "
        "out of the text.",
    ),
    "KB501": Entry(
        "kbgen never reads or writes anything outside the knowledge base for a page.",
        "Put the file into the knowledge base.",
        {"kb/a.md": "![x](../../secret.png)\n"},
    ),
    "KB502": Entry(
        "Such an address could run code in the browser of anyone who follows it.",
        "Link to a page, or to an address with https.",
        {"kb/a.md": "[x](javascript:alert(1))\n"},
    ),
    "KB503": Entry(
        "Raw HTML that could run code, load files from elsewhere or break the page is removed.",
        "Write markdown instead.",
        {"kb/a.md": "<script>alert(1)</script>\n"},
    ),
    "KB504": Entry("A symbolic link could publish any file of the machine.", "Replace it with a copy."),
    "KB505": Entry(
        "An SVG can contain scripts; one that does is not published.",
        "Save the picture without scripts, or as PNG.",
        {"kb/a.md": "![x](x.svg)\n", "kb/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>\n'},
    ),
}
