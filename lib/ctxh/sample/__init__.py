"""The sample: workbooks as the communes and the district's desk send them, with invented persons.

Of 2024 the district's totals are those of the paper report and the breakdown is illustrative;
2022 and 2023 are wholly illustrative.
"""

from ctxh.sample.writing import OFFICES, SEED, YEARS, write_sample

__all__ = ["OFFICES", "SEED", "YEARS", "write_sample"]
