"""What pages show, as values for templates. `site` is the graph with look-ups and settings; each other module is a part
of a page, or a kind of page that several outputs make."""
