"""Checking: what must hold between the figures of a year, how grave it is when it does not, and what waits for a gap.

A check sees both sides and says both. It looks at observations and indicators, never at rows about persons."""
