"""Stretch assignments: real work a step ahead, lent time, and help that fades."""
