"""The Vietnamese README says what the English one says: the same sections, commands, files and links, and both what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ctxh.cli.command import ctxh

ROOT = Path(__file__).parents[1]
ENGLISH, VIETNAMESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md"))
USAGE = "The command"
LICENCES = "| package |"


def sections(page: str) -> list[str]:
    """What stands before the first heading and under each heading of the second level; the table of licences left out."""
    kept = re.sub(rf"{re.escape(LICENCES)}.*", "", page, flags=re.DOTALL)
    return re.split(r"^## .*\n", kept, flags=re.MULTILINE)


def blocks(section: str) -> list[str]:
    """The blocks of code of a section, the words in capitals that stand for a value left out."""
    return [
        re.sub(r"(?<![\w.])[^\W\d_a-z]{2,}(_[^\W\d_a-z]+)*", "", block) for block in re.findall(r"```\w*\n(.*?)```", section, re.DOTALL)
    ]


def spans(section: str) -> set[str]:
    """The commands, options, files and values that the prose names, and where its links lead."""
    prose = re.sub(r"```\w*\n.*?```", "", section, flags=re.DOTALL)
    links = {target for target in re.findall(r"\]\(([^)]+)\)", prose) if not target.startswith("README")}
    return set(re.findall(r"`([^`]+)`", prose)) - {"YEARS"} | links


@pytest.mark.parametrize("what", [blocks, spans, lambda section: len(re.findall(r"^\* ", section, re.MULTILINE))])
def test_both_pages_name_the_same_things_section_by_section(what):
    own, other = sections(ENGLISH), sections(VIETNAMESE)

    assert len(own) == len(other)
    assert [what(section) for section in own] == [what(section) for section in other]


@pytest.mark.parametrize("page", [ENGLISH, VIETNAMESE])
def test_links_lead_to_what_is_there(page):
    for target in re.findall(r"\]\(([^)]+)\)", page):
        name, _, anchor = target.partition("#")
        headings = re.findall(r"^#+ (.*)$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert (ROOT / name).exists() and (not anchor or anchor in anchors), target


def test_every_command_and_each_of_its_options_is_named():
    usage = ENGLISH.partition(f"\n## {USAGE}\n")[2].partition("```\n")[2].partition("```")[0]
    lines = {line.split()[1]: line for line in usage.splitlines()}
    missing = [
        f"{name} {option}"
        for name, command in ctxh.commands.items()
        for option in (opt for given in command.params for opt in given.opts if opt.startswith("-"))
        if option not in [*re.findall(r"-[\w-]+", lines.get(name, "")), "--debug", "--help", "--returns"]
    ]

    assert set(ctxh.commands) <= set(lines)
    assert [] == missing
