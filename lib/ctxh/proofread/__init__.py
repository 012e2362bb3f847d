"""Proof-reading: a report that officials edited in Word is held against the data, number by number.

What an edited text says is bound to what the report prints by the words around each number; what disagrees gets a comment
in a copy, and what was reworded can be brought home into the office's wording."""
