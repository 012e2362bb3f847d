"""The sample: workbooks as the communes and the district's desk send them, with invented persons.

Of 2024 the district's totals are those of the paper report and the breakdown is illustrative;
2022 and 2023 are wholly illustrative, and so are the offices of 2026: three communes and a city that folds them.
"""

from sample.writing import SEED, offices, write_sample

__all__ = ["SEED", "offices", "write_sample"]
