"""The index that readers search: terms of documents, names of pages, texts for excerpts, all in small files.

`terms` says what a word is, `record` what is remembered of a document, `slots` by which number a page is known;
`ranges` cuts an ordered list into files, `postings` and `texts` write them, `index` brings all of it to the last state.
"""
