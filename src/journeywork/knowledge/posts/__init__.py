"""Posts: a part of the room of knowledge with queries and actions of its own.

Its rows stand in `knowledge/post_models.py`.
"""
