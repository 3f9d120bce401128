"""How fast the search index answers, how soon it knows of a change, and what Ask costs."""
