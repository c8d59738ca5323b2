"""Names become nodes, links become edges; who speaks of whom. `link.linking` is where that begins."""
