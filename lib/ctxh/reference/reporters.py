"""Who reports on a period: every area that lived in it, and who stands for whom where areas merged, split, moved or were renamed.

Areas that ended may report on the whole period, as if nothing had happened; those that came after them may, in their place; or each
on its own time. In the last case what happened (payments, decisions, gifts) adds up, and lists of who there is are those of the later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from ctxh.frames import Area, rows_of
from ctxh.reference.areas import Key, Territory, areas_inside, full_name
from ctxh.vietnamese import format_date, format_iso_date, marked_key

_SAME = ["area_code", "name", "kind", "level", "parent_code"]  # what makes a new life of an area no change


@dataclass(frozen=True)
class Part:
    """How the workbook of an area counts: under which code, as what, for which months, and whether only what happened in them."""

    code: str
    name: str
    since: str = ""  # the first day of its time, where another one reports on what was before
    until: str = ""  # the first day after it, where another one reports on what came then

    def owes(self, month: str) -> bool:
        """Whether a month (``2023-07``) is one that it must tell: one that begins in its time."""
        return f"{month}-01" >= self.since and (not self.until or f"{month}-01" < self.until)


@dataclass(frozen=True)
class Standing:
    """The areas that report in the end, how each workbook counts, and what is to be said of it."""

    areas: pd.DataFrame  # rows of areas.csv, by code: those that sent, and those that still owe
    parts: Mapping[str, Part]  # by sender
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reporters:
    """The areas of an office that lived in a period (rows of areas.csv), and what became of which of them."""

    lives: pd.DataFrame
    roots: frozenset[Key]  # those that were there when it began
    links: tuple[tuple[Key, Key, bool], ...]  # an area, one that came after it, and whether all of it went there
    ends: Mapping[Key, str]  # the first day after each of those that ended within the period

    @cached_property
    def areas(self) -> dict[Key, pd.Series]:
        """Each area by its code and the beginning of its life."""
        return {(row["area_code"], row["valid_from"]): row for _, row in self.lives.iterrows()}

    @property
    def changing(self) -> bool:
        """Whether any area began or ended within the period."""
        return any(self.ended(key) or key not in self.roots for key in self.areas)

    def ended(self, key: Key) -> bool:
        """Whether an area ended before the period did."""
        return key in self.ends

    def after(self, key: Key) -> list[Key]:
        """The areas that came after one."""
        return [new for old, new, _ in self.links if old == key]

    def before(self, key: Key) -> list[Key]:
        """The areas that went into one."""
        return [old for old, new, _ in self.links if new == key]

    @cached_property
    def senders(self) -> dict[str, tuple[Key, ...]]:
        """Who may send a workbook: each by its code, with its day where the code is another's too; lives of one name are one sender."""
        named: dict[tuple[str, str], list[Key]] = {}
        for key, row in self.areas.items():
            named.setdefault((key[0], marked_key(full_name(row))), []).append(key)
        codes = [code for code, _ in named]
        return {
            code if codes.count(code) == 1 else f"{code}@{keys[0][1]}": tuple(sorted(keys, key=lambda k: k[1]))
            for (code, _), keys in named.items()
        }

    @property
    def named(self) -> pd.DataFrame:
        """The areas under the names of senders in place of their codes."""
        of = {key: sender for sender, keys in self.senders.items() for key in keys}
        return self.lives.assign(area_code=[of[key] for key in self.areas])

    @property
    def takers(self) -> dict[str, str]:
        """What an area that took others in and kept its name is called where its workbook holds them, by the code of each of these."""
        kept = [key for keys in self.senders.values() for key in keys[1:]]
        return {old[0]: self._called(key, False) for key in kept for old in self.before(key) if not self._shares_name(old, key)}

    def standing(self, reached: Mapping[str, str]) -> Standing:
        """Who stands for whom, by the latest month (``2023-06``) that each sender's workbook tells; empty for no month."""
        lives = {self._life_of(keys, reached): sender for sender, keys in self.senders.items() if sender in reached}
        return self._settled(lives)

    def standing_of(self, names: Iterable[str]) -> Standing:
        """The same by the names under which workbooks were received."""
        known = {self._called(key, half): key for key in reversed(self.areas) for half in (True, False)}
        of = {key: sender for sender, keys in self.senders.items() for key in keys}
        return self._settled({known[name]: of[known[name]] for name in names if name in known})

    def _life_of(self, keys: tuple[Key, ...], reached: Mapping[str, str]) -> Key:
        """Which life of an area that kept its name reports: the later, where another that went into it told its own time alone."""
        others = [other for other in self.before(keys[-1]) if other not in keys]
        came = [reached[sender] for other in others for sender, lives in self.senders.items() if other in lives and sender in reached]
        alone = bool(came) and all(month < keys[-1][1][:7] for month in came)
        return keys[-1] if len(keys) == 1 or alone or reached.get(self._sender(keys[-1])) == WHOLE else keys[0]

    def offers(self) -> list[str]:
        """Who may report in which ways, a sentence for each area that came in the period or left."""
        found = []
        for key, row in self.areas.items():
            old = [self.areas[one] for one in self.before(key)]
            names = ", ".join(full_name(one) for one in old)
            if old and not self._lasts_under_its_name(key):
                each = "từng đơn vị cũ" if len(old) > 1 else "đơn vị cũ"
                day, eve = format_iso_date(key[1]), format_date(_eve(key[1]))
                found.append(
                    f"{full_name(row)} từ {day} thay {names}: nhận tệp cả năm của {self._called(key, False)}, "
                    f"hoặc tệp cả năm của {each}, hoặc tệp của {each} đến {eve} và tệp của {full_name(row)} từ {day}."
                )
            elif key not in self.roots:
                found.append(f"{full_name(row)} về địa bàn từ {format_iso_date(key[1])}: nhận tệp từ ngày đó.")
            if self.ended(key) and not self.after(key):
                found.append(f"{full_name(row)} rời địa bàn từ {format_iso_date(self.ends[key])}: nhận tệp đến trước ngày đó.")
        return found

    def _lasts_under_its_name(self, key: Key) -> bool:
        """Whether an area went on under its name and took nothing in."""
        return self._kept(key) and len(self.before(key)) == 1

    def _sender(self, key: Key) -> str:
        return next(sender for sender, keys in self.senders.items() if key in keys)

    def _settled(self, sent: Mapping[Key, str]) -> Standing:
        half = {key for key in sent if self.ended(key) and (not self.after(key) or self._later(key) & set(sent))}
        parts, messages = {}, []
        for key, sender in sent.items():
            target = self._target(key, sent) if key in half else key
            since = key[1] if self._earlier(key) & half and not self._kept(key) else ""
            until = self.ends[key] if key in half else ""
            parts[sender] = Part((target or key)[0], self._called(key, key in half), since, until)
            messages += self._messages(key, target, half, sent)
        lacking = self._lacking(set(sent), half)
        shown = {self._target(key, sent) or key if key in half else key for key in sent} | lacking
        rows = pd.DataFrame([self.areas[key] for key in shown], columns=self.lives.columns)
        return Standing(rows.sort_values(["area_code", "valid_from"], ignore_index=True), parts, tuple(messages))

    def _target(self, key: Key, sent: Collection[Key]) -> Key | None:
        """The area that one went into as a whole and whose own workbook came; None where there is no single one."""
        whole = [new for old, new, whole in self.links if old == key and whole]
        if len(whole) != 1 or len(self.after(key)) > 1:
            return None
        return whole[0] if whole[0] in sent else self._target(whole[0], sent)

    def _later(self, key: Key) -> set[Key]:
        return {later for new in self.after(key) for later in (new, *self._later(new))}

    def _earlier(self, key: Key) -> set[Key]:
        return {earlier for old in self.before(key) for earlier in (old, *self._earlier(old))}

    def _kept(self, key: Key) -> bool:
        """Whether an area is one that went on under its name and took others in."""
        return any(key in keys and key != keys[0] for keys in self.senders.values())

    def _lacking(self, sent: set[Key], half: set[Key]) -> set[Key]:
        """The areas whose data did not come, neither their own nor in the workbook of who stands for them."""

        def whole(key: Key) -> bool:
            return key in sent and not self._earlier(key) & half

        def stands(key: Key) -> bool:
            if key in sent or any(self._shares_name(key, other) and key[1] < other[1] for other in sent):
                return True
            return bool(self.after(key)) and all(whole(new) or (new not in sent and stands(new)) for new in self.after(key))

        def continued(key: Key) -> bool:
            return key in sent - half or (bool(self.before(key)) and all(continued(old) for old in self.before(key)))

        lacking = {key for key in self.areas if (key in self.roots or not self.before(key)) and not stands(key)}
        ends = {key for key in self.areas if not self.ended(key) and not continued(key) and not self._earlier(key) & lacking}
        return lacking | ends

    def _called(self, key: Key, half: bool) -> str:
        """What an area is called where its workbook is named: with its last day, or with those that it took in under its old name."""
        row = self.areas[key]
        if half:
            return f"{full_name(row)} (đến {format_date(_eve(self.ends[key]))})" if self.ended(key) else full_name(row)
        others = [full_name(self.areas[old]) for old in self.before(key) if not self._shares_name(old, key)]
        return f"{full_name(row)} (gồm cả {', '.join(others)})" if self._kept(key) and others else full_name(row)

    def _shares_name(self, one: Key, other: Key) -> bool:
        return any({one, other} <= set(keys) for keys in self.senders.values())

    def _messages(self, key: Key, target: Key | None, half: set[Key], sent: Collection[Key]) -> list[str]:
        if key in half:
            into = f"tính vào {full_name(self.areas[target])}" if target else "là của riêng đơn vị ấy"
            lists = f"danh sách và số cuối kỳ lấy của {full_name(self.areas[target])}" if target else "danh sách và số cuối kỳ không tính"
            return [f"{self._called(key, True)} báo cáo phần thời gian của mình: số phát sinh {into}, {lists}."]
        stood = [old for old in self._earlier(key) if old not in sent]
        if not stood or self._earlier(key) & half:
            return []
        return [f"{full_name(self.areas[key])} báo cáo cả kỳ thay {', '.join(sorted(full_name(self.areas[old]) for old in stood))}."]


WHOLE = "whole"  # told by a workbook that says that it holds those that its area took in


def reporters_of(territory: Territory, code: str, lowest: str, first: date, last: date) -> Reporters:
    """The areas inside another one, directly or of a level, at any time from a first to a last day."""
    table = territory.areas
    days = {first.isoformat(), *(day for day in (*table["valid_from"], *table["valid_to"]) if first.isoformat() < day <= last.isoformat())}
    found = pd.concat([areas_inside(table, code, lowest, date.fromisoformat(day)) for day in sorted(days)])
    lives = found.drop_duplicates(["area_code", "valid_from"]).sort_values(["area_code", "valid_from"], kind="stable", ignore_index=True)
    own = {(row.area_code, row.valid_from) for row in rows_of(lives, Area)}
    links = [(old, new, share == 1) for old in own for new, share in territory.successors.get(old, []) if new in own]
    renewed = {new: old for old, new, whole in sorted(links) if whole and _unchanged(territory, old, new)}
    for new in sorted(renewed, key=lambda key: key[1]):
        renewed[new] = renewed.get(renewed[new], renewed[new])
    kept = lives.loc[[(row.area_code, row.valid_from) not in renewed for row in rows_of(lives, Area)]].reset_index(drop=True)
    until = {(row.area_code, row.valid_from): row.valid_to for row in rows_of(kept, Area)}
    until |= {old: territory.lives[new]["valid_to"] for new, old in sorted(renewed.items(), key=lambda pair: pair[0][1])}
    ends = {key: day for key, day in until.items() if "" < day <= last.isoformat()}
    roots = {(row.area_code, row.valid_from) for row in rows_of(kept, Area) if row.valid_from <= first.isoformat()}
    joined = {(renewed.get(old, old), renewed.get(new, new), whole) for old, new, whole in links}
    return Reporters(kept, frozenset(roots), tuple(sorted(link for link in joined if link[0] != link[1])), ends)


def _unchanged(territory: Territory, old: Key, new: Key) -> bool:
    """Whether a life is but another one's going on: the same area, into which nothing else went."""
    one, other = territory.lives[old], territory.lives[new]
    return all(one[name] == other[name] for name in _SAME) and len(territory.predecessors[new]) == len(territory.successors[old]) == 1


def _eve(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)
