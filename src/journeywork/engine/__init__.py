"""The brains of the house: pure values and functions.

Nothing here knows Django, the clock, chance, files or the network. What a
function needs it is given; what it decides it returns, with its reasons.
"""
