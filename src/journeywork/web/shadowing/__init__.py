"""Pages of shadowing: offers and requests, one visit, what one notes, when one is busy."""
