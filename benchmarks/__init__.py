"""Measurements on real data, run by hand; the data is never part of the project."""
