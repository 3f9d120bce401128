"""5 evidence: what the record shows; today the replay, later measures and effects."""
