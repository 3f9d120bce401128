"""Mentoring: programmes, rounds in which people are matched, and pairs until they end well."""
