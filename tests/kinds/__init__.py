"""The kinds of faults that the mangler puts into a clean workbook: add one here and it is tried alone and with every other.

``FAULTS`` befall single cells, ``SHAPES`` the rows of a sheet, ``PACKAGES`` the bytes of the file.
"""

from kinds.cells import FAULTS, Fault
from kinds.forms import BIRTHS, CLEAN, NAMELESS, NotHere
from kinds.package import PACKAGES
from kinds.rows import APART, SHAPES

__all__ = ["APART", "BIRTHS", "CLEAN", "FAULTS", "NAMELESS", "PACKAGES", "SHAPES", "Fault", "NotHere"]
