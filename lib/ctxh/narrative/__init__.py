"""The wording of the report: Markdown with named helpers becomes blocks and citations."""

from ctxh.narrative.speaking import Figures, change_said
from ctxh.narrative.telling import Telling, tell, wording_files

__all__ = ["Figures", "Telling", "change_said", "tell", "wording_files"]
