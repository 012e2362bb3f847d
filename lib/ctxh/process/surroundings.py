"""What a process finds around it: the one door to its environment. All else is handed along as values."""

from __future__ import annotations

import os
from collections.abc import Mapping


def around() -> dict[str, str]:
    """The environment of this process as it stands, by name."""
    return dict(os.environ)


def found_around(name: str) -> str:
    """What the environment holds under a name; empty where it holds nothing."""
    return os.environ.get(name, "")


def surround(environment: Mapping[str, str]) -> None:
    """Make an environment that of this process, and of those that it starts; nothing of the one before stays."""
    os.environ.clear()
    os.environ.update(environment)
