"""Markup-injection strings, put into every place of a page that an author can fill. Knows no test."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from html import escape

from kit import SHARED

SUITE = SHARED / "suites/xss.jsonl"
PLAIN = {"talks/plain.md": "---\ntype: source\n---\n# Plain\n\nText.\n"}
"""A source that the pages cite."""
_EVERY = os.environ.get("KBGEN_XSS_EVERY")  # set to 1, all strings of the suite are put everywhere, in minutes

# Always there: one of each family, in words of our own.
OWN = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.test/x.js></sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href=javascript:/a/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<style>@import '//evil.test/x.css';</style>",
    "<p style='background:url(//evil.test/x.gif)'>x</p>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<img src=//evil.test/p.gif>",
    "<video poster=//evil.test/p.gif src=//evil.test/v.mp4 autoplay onplay=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "\"><img src=x onerror=alert(1)>",
    "'><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onfocus='alert(1)' autofocus tabindex='1",
    "x\",alert(1),\"y",
    "x',alert(1),'y",
    "x\\\",alert(1));//",
    "x`,${alert(1)},`y",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea></style></code></pre><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java&Tab;script&colon;alert(1)",
    "\\x6aavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "//evil.test/x",
    "https://evil.test/\" onclick=\"alert(1)",
    "x](javascript:alert(1)) [y",
    "x\" onerror=\"alert(1)](y)",
    "a|b]]<img src=x onerror=alert(1)>[[c",
    "js\" onmouseover=\"alert(1)",
    "$\\text{<img/src=x/onerror=alert(1)>}$",
    "{{ config }}{% include '/etc/passwd' %}{{ ''.__class__.__mro__ }}",
    "<kbgen-hole n=\"0\"></kbgen-hole><kbgen-slot n=\"0\"></kbgen-slot>",
    "<b kbgen-mark=\"0\">x</b>",
    "<a id=main name=dossier class=wikilink>x</a><b id=toc>y</b>",
    "__proto__", "constructor", "\u202e\u2028\u0007\ufffe",
)  # fmt: skip


@cache
def vectors(suite: bool) -> tuple[str, ...]:
    """Our own strings, or those of the suite in its order, with calls of `alert` where it leaves room."""
    if not suite:
        return OWN
    rows = (json.loads(line)["payload"] for line in SUITE.read_text("utf-8").splitlines())
    return tuple(re.sub(r"%js_\w+%", "alert(1)", row) for row in rows)


def some_vectors(suite: bool, every: int) -> tuple[str, ...]:
    """Our own strings, or each `every`-th of the suite; how many of the suite, KBGEN_XSS_EVERY can say instead."""
    return vectors(suite)[:: int(_EVERY or every) if suite else 1]


def file_name(vector: str, number: int) -> str:
    """The vector as a file's name, as near as a file system allows."""
    kept = re.sub(r"[/\0\r\n]", "", vector).encode("utf-8", "replace")[:120].decode("utf-8", "ignore")
    return f"{kept.lstrip('._~ ') or 'x'} {number}.md"


def page(vector: str, number: int) -> str:
    """A page with the vector in its fields, its headings, labels, targets, cells, code, and text."""
    v = " ".join(vector.split())  # one line: an unclosed tag then ends with its paragraph
    quoted = json.dumps(vector)
    fields = (
        f"title: {quoted}\ntags: [{quoted}, shared]\naliases: [{quoted}]\ntype: source\nhost: {quoted}\n"
        f"guests: [{quoted}, {json.dumps(f'[[{v}]]')}]\npublished: {quoted}\nurl: {quoted}\ndescription: {quoted}\n"
        f"format: {quoted}\nraw_file: {quoted}\ncredibility: {quoted}\nlang: {quoted}\n{json.dumps(v)}: x\nown: {{a: {quoted}}}\n"
        f"permalink: {quoted}\nslug: {json.dumps('/' + v)}\ncitekey: {quoted}\n"
        f"resource: {json.dumps('urn:' + v)}\nyear: {json.dumps(f'ca. 2020 ({v})')}\nsources: {json.dumps(f'raw/{v}.md, raw/{v}.pdf')}\n"
        f"doi: {json.dumps('10.1000/' + v)}\narxiv: {quoted}\njournal: {quoted}\nparent: {quoted}\nup: {json.dumps(f'[[Home|{v}]]')}\n"
        f"evidence:\n- {{source: plain, quote: {quoted}, type: {json.dumps(v[:40])}, supports: {json.dumps(v.replace(' ', '')[:40])}}}\n"
        f"- {{source: '[[plain]]', detail: {json.dumps(f'[[Home|{v}]] {v}')}, stance: {quoted}}}\n"
        f"subtitle: {json.dumps(escape(escape(v)))}\nlink: {json.dumps(f'<https://example.org/{v}>')}\nwritten: '{_in_json(v)}'\n"
    )
    drawn = f"\n```mermaid\n{diagram(vector, number)}\n```\n"
    passages = "\n\n".join(
        f(v) for f in (_around_passages, _around_works, _of_other_programs, _of_evidence, _of_sources)
    )
    return f"{_page(vector, v, fields, number)}\n{passages}{drawn}"


def diagram(vector: str, number: int) -> str:
    """The vector in a diagram, in all places of one kind (by number): labels, titles, links, colours, settings."""
    v = " ".join(vector.split()).replace("`", "'")
    q = v.replace('"', "#quot;")
    loose = {
        "securityLevel": "loose",
        "htmlLabels": True,
        "theme": v,
        "themeCSS": v,
        "fontFamily": v,
        "look": "handDrawn",
    }
    init = f"%%{{init: {json.dumps(loose | {'flowchart': {'htmlLabels': True, 'curve': v}})}}}%%\n"
    kinds = (
        f'flowchart TD\naccTitle: {v}\naccDescr: {v}\nA["{q}"] -->|"{q}"| B["<b>{q}</b>"]\nsubgraph s ["{q}"]\nB\nend',
        f'---\ntitle: {json.dumps(v)}\nconfig: {json.dumps(loose)}\n---\n{init}flowchart LR\nA["{q}"] --> B',
        f"flowchart TD\nA --> B\nclassDef c fill:{v},stroke:{v},color:{v},stroke-width:{v}\nclass A c\nstyle B fill:{v}",
        f"flowchart TD\nA --> B --> C --> D\nlinkStyle 0 stroke:{v}\nclassDef {v} fill:red\nclass A {v}\nA@{{img: {json.dumps(v)}}}",
        f'flowchart TD\nA --> B --> C\nclick A "{v}" "{v}"\nclick B href "{q}" "{q}" _self\nclick C call f("{q}")',
        f"sequenceDiagram\ntitle {v}\nparticipant A as {v}\nactor B as {v}\nA->>B: {v}\nNote over A,B: {v}\nloop {v}\nB-->>A: x\nend",
        f"sequenceDiagram\nparticipant A\nlink A: {v} @ {v}\nlinks A: {json.dumps({v: v})}\nrect {v}\nA->>A: x\nend\nbox {v} x\nend",
        f'classDiagram\nclass A["{q}"] {{\n+{v} a\n}}\nA --> B : {v}\nnote for A "{q}"\nclick A href "{v}" "{v}"\nstyle A fill:{v}',
        f'stateDiagram-v2\nstate "{q}" as a\n[*] --> a : {v}\na : {v}\nnote right of a : {v}\nclassDef c fill:{v}\nclass a c',
        f'erDiagram\n"{q}" ||--o{{ B : "{q}"\nB {{\nstring a "{q}"\n}}\nstyle B fill:{v}',
        f'gantt\ntitle {v}\nsection {v}\n{v} :a, 2024-01-01, 3d\nx :b, after a, 2d\nclick a href "{v}"\nclick b call f({v})',
        f'pie title {v}\n"{q}" : 3\n"b" : 1', f"mindmap\n  r(({v}))\n    {v}\n    ::icon({v})\n    a[{v}]\n    :::{v}",
        f"timeline\ntitle {v}\nsection {v}\n2024 : {v} : x", f"journey\ntitle {v}\nsection {v}\n{v}: 5: {v}, Me",
        f'quadrantChart\ntitle {v}\nx-axis "{q}" --> "{q}"\nquadrant-1 "{q}"\n"{q}": [0.3, 0.6] color: {v}',
        f'gitGraph\ncommit id: "{q}" tag: "{q}"\nbranch "{q}"\ncommit type: HIGHLIGHT',
    )  # fmt: skip
    return kinds[number % len(kinds)]


def _page(vector: str, v: str, fields: str, number: int) -> str:
    return (
        f'---\n{fields}---\n\n## {v}\n\n> [!note] {v}\n> {v}\n\n- [{v}](Home.md) and [x]({v})\n- [x](<{v}> "{v}")\n'
        f'- ![{v}](dot.png "{v}") and ![x]({v})\n- ![x](<{v}>)\n- [[{v}]] [[Home|{v}]] [[Home#{v}]] ![[{v}]]\n'
        f"- [[Home#^{v}]] #{v} <{v}>\n- [x][r{number}]\n- https://example.org/{v}\n- word[^1]\n- `{v}` and ${v}$\n"
        f'- <b title="{v}">b</b> <a href="{v}">a</a> <img src="{v}" alt="{v}">\n- <a href=\'{v}\'>a</a> <img src={v}>\n\n'
        f"| {v} | x |\n|:--|--:|\n| {v} | [[Home\\|{v}]] |\n\n[r{number}]: {v}\n[r{number}]: <{v}> '{v}'\n\n[^1]: {v}\n\n"
        f"```{v}\n{v}\n```\n\n```html\n{v}\n```\n\n## Entities Mentioned\n\n- [[Home]] — {v}\n- **[[{v}]]** ({v}): {v}\n\n"
        f"## Assessment\n\n- Credibility: {v}\n\n> {v}\n\n{vector}\n"
    )


def _around_passages(v: str) -> str:
    """The vector above and below what is shown of a page on another, and in marks and cards of programs."""
    passages = (
        f"Of {v}:\n\n- [[Home]] and x\n- [[Home]] ({v}): x", f"**{v}**\n\n[[Home]] and x", f"{v}?\n\n[[Home]] and x",
        f"> [[Home]] and x\n>\n> — {v}", f"> {v}\n\n— [[Home]]", f"{v}\n\n— [[Home]] {v}", f"- {v}\n  - [[Home]] and x\n    - {v}",
        f"> [!note] {v}\n> [[Home]] and x", f"### [[Home]]\n\n#### {v}\n\n- {v}", f"[[Home]]\n: {v}", f"- **[[Home]]** ([[{v}]]) — {v}",
        f"```cardlink\nurl: https://example.org/{v}\ntitle: {v}\ndescription: {v}\n```", f'```embed\nurl: {v}\ntitle: "{v}"\n```',
        f"[cite: {v}] [oaicite:{v}]{{index={v}}} 【1†{v}】", f"![[dot.png|{v}|right|300]] ![{v}|left](dot.png)",
    )  # fmt: skip
    return "\n\n".join(passages)


def _around_works(v: str) -> str:
    """The vector in works, beside numbers that cite them, and in talks, cards, second headers and rows."""
    passages = (
        f"{v}[1] [2, 3] {v} 【1†{v}】 says.1 [1]({v}) word<sup>1</sup> [cite: 1, 4] `{v}`[5] *{v}*[^1][^3]",
        f"- Q: {v}\n- A: [[Home]] {v}", f"Q: {v}\n\nA: [[Home]] and x", f"**{v}** 00:12\n\n[[Home]] and x", f"{v} :: [[Home]] {v}",
        f"---\n{v}: {v}\nb: {v}\nc: [[Home]]\n---", f"## Evidence for {v}\n\n- [[Home]] — {v}", f"| A | {v} |\n|---|---|\n| [[Home]] | 4 {v} |",
        f"## References\n\n[1] {v}\n[2] [{v}]({v}) — {v}\n\n- [3] [[{v}]] {v} ^w1\n\n4. {v}\n\n| # | {v} |\n|---|---|\n| 5 | {v} |",
    )  # fmt: skip
    return "\n\n".join(passages)


def _of_evidence(v: str) -> str:
    """The vector in citations of raw files, in numbers of works, behind headings that are names, in tags without end."""
    passages = (
        f"[raw/{v}] [raw/{v}.md:1-2] ^[raw/{v}] [^raw/{v}] (source: `raw/{v}.md`; raw/{v}.txt#L2 and raw/{v}.pdf)",
        f"Source: raw/{v}.md", f"**Source:** raw/{v}.md, `raw/{v}.md` (raw/{v}.md, {v}) (`raw/{v}.md`)", f"[source: {v}; raw/{v}.md §1, {v}] [x](raw/{v}.md) [[raw/{v}.md|{v}]] [](raw/{v}.md) []({v})",
        f"**Raw file:** `raw/{v}.md` ({v})", f"doi:10.1000/{v} doi: 10.1000/x{v}x arXiv:2601.00001{v} arxiv:2601.00001v1{v}",
        f"[[urn:{v}]] [{v}](urn:{v})", f"## [[Home]] — {v}\n\n{v}", f"| A | B |\n|---|---|\n| [[Home]] — {v} | {v} |",
        f"<s {v}> a {v} <b title='{v}'> and <kbd>{v}", f"<center {v}>{v}</center> <strike title='{v}'>{v}</strike> <tt {v}>x</tt>",
        f"## Sources\n\n- raw/{v}.md — {v}\n- `raw/{v}.md` {v}\n- raw/{v}", f"## Assessment\n\nCredibility: {v}; bias: {v}",
    )  # fmt: skip
    return "\n\n".join(passages)


def _of_sources(v: str) -> str:
    """The vector where a text says which source it is from, in lines that stay lines, and in escapes of JSON."""
    passages = (
        f"{v} ([[plain]], {v}; [[Home|{v}]])", f"{v} (source: {v}, plain)", f"{v}. Source: [[plain|{v}]]", f"So {v}.[^p] {v}[^p]. {v}\n{v}[^q]\n\n[^p]: [[plain|{v}]], p. 3\n[^q]: [[plain]]",
        f"| {v} | [[plain]] | [[Home\\|{v}]] |\n|--|--|--|\n| {v} | {v} | `{v}` |", f"## [[plain]]\n\n{v}\n\n## {v} ([[plain]])\n\n{v}", f"##{v}\n\n##<{v}", f"**{v}:**{v} **{v}.**x",
        f"• {v}\n  ◦ {v}\n● {v}\n○ {v}\n✅ {v}\n✅ {v}\n1、{v}\n2、{v}", f"> “{v}”\n> “{v}”\n> — {v}", f"— {v}\n— {v}", f"<think>{v}</think>{v}\n<think>\n{v}\n</think>\n{v}", f"<think> a {v}\n{v} </think> a {v}",
        f"{_in_json(v)} [{_in_json(v)}]({_in_json(v)}) ![{_in_json(v)}](dot.png) [[{_in_json(v)}]] [[Home|{_in_json(v)}]]", f"$\\\\text{{{v}}}$ \\\\({v}_b\\\\) \\\\[{v}\\\\] $\f{v}$",
        f"雪{v}\n{v}雪\n降", f"1. {v}\n  - {v}\n2. [[{v.replace(' ', '%20')}]]", f"(Source: [[plain]] {v})\n\n- {v}",
    )  # fmt: skip
    return "\n\n".join(passages)


def _in_json(v: str) -> str:
    """The vector as JSON may have it: all but letters and digits as escapes."""
    return re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\u{ord(found[0]) & 0xFFFF:04x}", v)


def _of_other_programs(v: str) -> str:
    """The vector in the syntax of Docusaurus, Quarto, MyST, Org, Logseq, pandoc, kramdown, Denote, MDX, Jekyll,
    Hugo, MkDocs and Notion."""
    block = "12345678-1234-1234-1234-123456789abc"
    boxes = (
        f":::note {v}\n{v}\n:::", f":::{v}\n{v}\n:::", f":::tip[{v}]{{title={v}}}\n{v}\n:::", f":::{{{v}}}\n{v}\n:::",
        f'::: {{.callout-tip title="{v}"}}\n{v}\n:::', f"::: {{.{v}}}\n{v}\n:::", f":::{{dropdown}} {v}\n:class: {v}\n{v}\n:::",
        f"```{{note}} {v}\n:{v}: {v}\n{v}\n```", f"```{{{v}}}\n{v}\n```", f"#+BEGIN_TIP {v}\n{v}\n#+END_TIP",
        f"#+BEGIN_SRC {v}\n{v}\n#+END_SRC", f"#+BEGIN_QUERY\n{v}\n#+END_QUERY", f"#+BEGIN_QUOTE {v}\n{v}\n#+END_QUOTE",
        f"{v}\n\t- {v}\n\t  id:: {block}\n\t  {v}:: {v}", f"{{: .a {v}}}", f"{{: title='{v}' {v}=\"{v}\"}}",
    )  # fmt: skip
    programs = (
        f'<Tabs label="{v}" href={{{v}}}>\n{v}\n</Tabs>', f"<Card title='{v}' src=\"{v}\" />", f'<Card {v} a="b"/>',
        f'<Card href="{v}" style={{{{{v}}}}} />', f"<Card src='{v}.png' alt='{v}' {v}='{v}' />", f"{{/* {v} */}}",
        f'{{% include {v} src="{v}" title="{v}" %}}', f"{{% hint {v} %}}\n{v}\n{{% endhint %}}", f"{{% {v} %}}{v}{{% end{v} %}}",
        f"{{% highlight {v} %}}\n{v}\n{{% endhighlight %}}", f"{{% comment %}}\n{v}\n{{% endcomment %}}",
        f'{{{{< figure src="{v}.png" caption="{v}" link="{v}" >}}}}', f'{{{{< youtube "{v}" >}}}}', f"{{{{< {v} >}}}}",
        f"{{{{< vimeo id='{v}' title='{v}' >}}}}", f'=== "{v}"\n\n    {v}', f"<aside>\n{v}\n</aside>", f"**{v}**:: {v}",
    )  # fmt: skip
    lines = (
        f"![x](dot.png){{width={v} height=\"{v}\" #{v} .{v}}} ![x](dot.png){{width=\"9\" {v}=\"{v}\"}} [x](Home.md){{.a {v}}}",
        f"[x]({{% link {v} %}}) ![x]({{{{ site.url }}}}{v}) [x]({{{{< ref \"{v}\" >}}}}) ![x]({{{{ \"{v}\" | a }}}})",
        f"[{v}]({{% post_url {v} %}}) [Source: {v}] [a-b-{v}] ^[{v}] {{% raw %}}{{{{ {v} }}}}{{% endraw %}}",
        f"{{{{embed [[{v}]]}}}} {{{{embed [[Home|{v}]]}}}} {{{{embed (({block}))}}}}", f"(({block})) (({v})) [{v}]((({block})))",
        f"[{v}]([[{v}]]) [x]([[Home|{v}]])", f"{{{{query {v}}}}} {{{{renderer {v}}}}} {{{{cloze {v}}}}} {{{{video https://{v}}}}}",
        f"^^{v}^^", f"[@{v}] [see @a{v}, {v}; -@{v}]", f"key:: {v}", f"[{v}:: {v}] (a:: {v})",
        f"![{v}](dot.png){{:height 5, :width 6}} ![x](dot.png){{:height {v}}} *x*{{: .{v} {v}}}",
        f"[[{v}|Home]] [[dendron://{v}/{v}|{v}]] [[tags/{v}]] [{v}](denote:{v}) [x](memory://{v}) ![x](denote:{v})",
        f"[x](/{v}) [x](/{v}.html) [x]({v}.html) [x](denote:20240101T000000 '{v}')",
    )  # fmt: skip
    newer = (
        f"<h1 title='{v}'>{v}</h1>", f'<h1 align="{v}"><b>{v}</b></h1>', f"<video><source src='{v}'><source src=\"{v}.mp4\"></video>",
        f'<iframe src="{v}" title="{v}"></iframe>', f"<embed src='{v}' title='{v}'>", f"<object data='{v}' title='{v}'>{v}</object>",
        f'<iframe src="https://example.org/{v}" title="{v}"></iframe>', f"<audio src='https://example.org/{v}.mp3'>{v}</audio>",
        f"<div>\n{{% for a in {v} %}}\n{{{{ {v} }}}}\n{{% endfor %}}\n{v}\n</div>", f"# ${v}$ and $\\text{{{v}}}_{{{v}}}$ [[Home]]",
        f"| {v} | P({v}|b) ^c1 |\n|---||---|\n| {v} ^c2 | ${v}$ |", f"|---| {v} |\n| {v} |", f"{v}\n: {v} ^d1", f"> [!{v}] {v} ^t1\n> {v}",
        f"> [!check] {v} ^t2\n> {v}", f"::: {{.callout-note title='{v}' collapse=\"{v}\"}}\n## {v} {{#{v}}}\n{v}\n:::", f"::: mermaid\n{v}\n:::",
        f"| a |\n|---|\n\n: {v} {{#tbl-{v} {v}}}", f"$$ {v} $$ {{#eq-{v}}}",
    )  # fmt: skip
    asked = (
        f"{{{{renderer :{v}, https://{v}}}}} {{{{renderer {v} https://example.org/{v}}}}}", f"a~{v}~ b^{v}^ H~2~{v}", f"DOING {v}",
        f"`= this.title` `= this.host` `$= this.own` `= this.{v}`", f"[{v}](:/{v}) ![{v}](.attachments/{v}) [x](.attachments/../{v})",
        f"[[Home]] ({v})：{v}", f"[![{v}](https://example.org/{v})](https://example.org/{v})", f"x ## {v}",
    )  # fmt: skip
    boxes, lines = (*boxes, *newer), (*lines, *asked)
    notes = f"a[^own]\n\n[^own]: [[{v}]] — {v}\n"
    return "\n\n".join((*boxes, *programs)) + "\n\n" + "\n".join(f"- {line}" for line in lines) + f"\n\n{notes}"
