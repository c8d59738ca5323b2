"""The nouns: what a file, a document, a link, a node and a page are. Imports nothing of ours.

Every value is complete when it exists and never changes. Lines and columns count from 1, columns in
Unicode code points; 0 means "no place" (a finding about a whole file has line 1, column 1).
"""

from __future__ import annotations

from kbgen.model.document import (
    BY_ROTE,
    Block,
    Body,
    Citation,
    Date,
    Document,
    Facts,
    Field,
    FieldText,
    FieldValue,
    Heading,
    Hole,
    Html,
    Leap,
    Link,
    LinkType,
    LostTable,
    Parsed,
    Prose,
    Quote,
    QuoteLine,
    Silence,
    Spot,
    Syntax,
    UnevenRow,
)
from kbgen.model.evidence import Evidence, Health, RawState, RuleFindings, Verdict
from kbgen.model.findings import Diagnostic, KbgenError, Severity
from kbgen.model.graph import Edge, FolderTable, Graph, Name, Node, PlainRef, Redirect, Ref, Resolution, Tag, Wanted
from kbgen.model.inputs import Input, Inventory, LeftOut
from kbgen.model.pages import Asset, Fragment, Page
from kbgen.model.values import Value

__all__ = [
    "BY_ROTE",
    "Asset",
    "Block",
    "Body",
    "Citation",
    "Date",
    "Diagnostic",
    "Document",
    "Edge",
    "Evidence",
    "Facts",
    "Field",
    "FieldText",
    "FieldValue",
    "FolderTable",
    "Fragment",
    "Graph",
    "Heading",
    "Health",
    "Hole",
    "Html",
    "Input",
    "Inventory",
    "KbgenError",
    "Leap",
    "LeftOut",
    "Link",
    "LinkType",
    "LostTable",
    "Name",
    "Node",
    "Page",
    "Parsed",
    "PlainRef",
    "Prose",
    "Quote",
    "QuoteLine",
    "RawState",
    "Redirect",
    "Ref",
    "Resolution",
    "RuleFindings",
    "Severity",
    "Silence",
    "Spot",
    "Syntax",
    "Tag",
    "UnevenRow",
    "Value",
    "Verdict",
    "Wanted",
]
