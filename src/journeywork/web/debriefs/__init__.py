"""Pages of debriefs: what waits, how one is opened, written in, revealed, and ended."""
