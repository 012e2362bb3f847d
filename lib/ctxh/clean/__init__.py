"""Cleaning: sheets become records whose cells have a type, and a finding for whatever was not plain.

Columns found by their headers, rows told apart, totals proven and left out, merged cells and other tables understood,
corrections put in, persons matched and counted once. What is called repaired is certain; all else is said."""
