"""Where an office's ledger of public editions lies, and which it has: known without reading any of them."""

from __future__ import annotations

from pathlib import Path

from ctxh.reference.places import Places

FOLDER = ".public"


def folder_of(places: Places, office: str) -> Path:
    """The folder of an office's ledger."""
    return places.outputs / office / FOLDER


def kept_names(places: Places, office: str) -> frozenset[str]:
    """The names of the public editions that the ledger of an office has."""
    return frozenset(path.stem for path in folder_of(places, office).glob("*.json"))


def offices_kept(places: Places) -> list[str]:
    """The offices that have published for the public, as their ledgers say."""
    return sorted({path.parent.parent.name for path in places.outputs.glob(f"*/{FOLDER}/*.json")})
