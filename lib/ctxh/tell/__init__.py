"""Telling: the office's wording and the computed figures become blocks of text and tables, and a list of what each prints.

Numbers come into a sentence only through named helpers, which print once and note every use."""

from ctxh.tell.rendered_wording import Telling, tell_wording, wording_files
from ctxh.tell.wording_functions import Figures, change_sentence

__all__ = ["Figures", "Telling", "change_sentence", "tell_wording", "wording_files"]
