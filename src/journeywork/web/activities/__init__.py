"""Pages of activities: what I take part in, one of them, what I wrote there, my calendar."""
