"""The theme: templates, static files and phrases as a value (`theme`), what all pages share (`frame`), and templates as
Python (`compiled`, `shorthand`)."""
