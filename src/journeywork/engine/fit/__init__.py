"""From people and rules to a market, and from pairs to words.

`participants` are who takes part, `rules` what counts and what is barred, `market_of` makes the
market of both that `engine.matching` solves; `parts` says why two fit, `not_these` why others
were not put together, `unmatched` what would have to change for those who have nobody.
"""
