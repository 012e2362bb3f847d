"""Observing: records become counts and sums by area and period, each with the cells it was read from.

Here rows about persons end: nothing above this room can ask for them. Observations are put on the boundaries asked for,
cut to the period that is reported on, and added up with those of member offices."""
