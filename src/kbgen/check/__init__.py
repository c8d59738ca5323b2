"""Findings about the graph and its evidence: `rules` has the list of all rules; what becomes of their findings is
decided in `judge`. Loads none of them by itself: a build in which only words are new needs the judge alone."""
