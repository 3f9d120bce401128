"""Journeywork: work is learning, and learning is the work."""
