"""Values become bytes: `renderer` lays views out by templates, `filling` puts links and texts into their places."""
