"""Pages of a person's own growth: the list, what was found for it, stances, the journal."""
