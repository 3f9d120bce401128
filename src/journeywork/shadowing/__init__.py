"""Watching each other work: offers, requests, visits in steps, and what both sides learn by them."""
