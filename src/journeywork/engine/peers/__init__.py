"""People who meet as equals: pairs by rounds, and circles. Everything here is decided, not stored."""
