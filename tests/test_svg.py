"""Pictures: published only when they do nothing but draw."""

from __future__ import annotations

import pytest

from kbgen.files.svg import is_passive_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {0}>{1}</svg>'
NESTED = "".join(f'<g id="g{i}">' + f'<use href="#g{i + 1}"/>' * 10 + "</g>" for i in range(9))


@pytest.mark.parametrize(
    "inside",
    [
        '<rect fill="url(#a)" style="fill: red"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<style>.a { fill: url("#x") }</style><text font-family="Curlz">a</text>',
        '<use xlink:href="#a"/><path id="a" d="M0 0"/>',
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:x="y"/></metadata>',
        '<g aria-label="x" data-x="javascript:1"><title>a &lt;script&gt; b</title></g>',
    ],
)
def test_a_picture_that_only_draws_is_passive(inside: str) -> None:
    assert is_passive_svg(SVG.format('viewBox="0 0 1 1"', inside).encode())


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        '<rect onclick="x"/>',
        "<foreignObject/>",
        '<b xmlns="http://www.w3.org/1999/xhtml"/>',
        '<image href="http://x/"/>',
        '<image href="data:image/svg+xml,x"/>',
        '<use href="x.svg#a"/>',
        '<a href="javascript:1"><rect/></a>',
        '<set attributeName="onclick" to="x"/>',
        '<style>@import "x"</style>',
        "<style>a { b: url( //x ) }</style>",
        "<style>a { b: u\\72l(x) }</style>",
        "<style>a { b: image-set('x' 1x) }</style>",
        '<rect fill="url(//x)"/>',
        '<rect style="fill: url(data:text/html,x)"/>',
        '<g id="a"><use href="#a"/></g>',
        '<?xml-stylesheet href="x"?>',
        '<g xml:base="http://x/"/>',
        "<g>" * 300 + "</g>" * 300,
        NESTED,
        "<g>",
    ],
)
def test_a_picture_that_does_more_is_not(inside: str) -> None:
    assert not is_passive_svg(SVG.format("", inside).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xfe",
        b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg/>",
        b'<g xmlns="http://www.w3.org/2000/svg"/>',
        SVG.format('onload="x"', "").encode(),
        b'<?xml version="1.0" encoding="utf-7"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        SVG.format("", "").encode("utf-16"),
    ],
)
def test_what_is_no_plain_picture_is_not_passive(data: bytes) -> None:
    assert not is_passive_svg(data)
