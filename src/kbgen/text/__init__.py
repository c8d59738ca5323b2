"""Strings and what they mean: slugs, keys, paths, wiki-links, languages, verdicts. Pure functions that know no file."""
