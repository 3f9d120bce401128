"""The little I/O that all rooms share: clock, identifiers, tenancy, facts, audit."""
