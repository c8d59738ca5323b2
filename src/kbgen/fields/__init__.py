"""What a file says about itself, in frontmatter and metadata blocks: one text in, its fields and body out.

`decode` makes text of bytes, `read_fields` finds and reads the fields, `parse_date` reads one date;
`first`, `as_list`, `switch_of`, `tags_of` and `text_of` ask fields for what they say. Knows no other file.
"""

from kbgen.fields.dates import day_of_time, in_days, parse_date
from kbgen.fields.decoding import decode
from kbgen.fields.frontmatter import Front, read_fields
from kbgen.fields.lookup import aliases_of, as_list, first, labelled, switch_of, tags_of, text_of
from kbgen.fields.spellings import FieldSettings, canonical, fold_key, parted_key

__all__ = [
    "FieldSettings",
    "Front",
    "aliases_of",
    "as_list",
    "canonical",
    "day_of_time",
    "decode",
    "first",
    "fold_key",
    "in_days",
    "labelled",
    "parse_date",
    "parted_key",
    "read_fields",
    "switch_of",
    "tags_of",
    "text_of",
]
