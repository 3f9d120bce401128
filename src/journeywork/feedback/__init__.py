"""4 response: what people did with an offer, and what it teaches the ranking."""
