"""Matching measured: our engine beside solvers and packages on the same market, in one run."""
