"""Sheets become records: cells typed, rows told apart, sums and formulas held against what was typed."""
