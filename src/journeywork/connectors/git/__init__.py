"""The history of a git repository as work: changes, who made them, and who helped.

Reads any repository, also one that nobody has vouched for; never writes to it, never runs
anything it brings along.
"""
