"""Who should work with whom: the best assignment of seekers to givers, with its proof.

Start with `market` (what is matched), then `plan` (the answer and its certificate).
"""
