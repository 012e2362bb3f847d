"""Reference: what is known before a workbook comes: dated areas and norms, periods, settings of offices, where things lie.

One notion of time: half-open intervals from a day to a day, asked for on a date."""
