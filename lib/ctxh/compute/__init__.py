"""Computing: observations become indicators, series, changes and shares; each number can say what it was made of.

Sums first, then the division, for one area as for the whole office."""
