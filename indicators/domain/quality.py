"""Quality flags of a value: which may be assessed, French labels, and export to one SDMX code.

Source: docs/method.md, Quality flags: SDMX CL_OBS_STATUS 2.2, precedence of the SDMX guideline 2.0.
French labels are ours. Several flags may sit on one value; the empty set means « A », normal.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from db.vocabulary import ObsStatus as S

NORMAL = "A"
NORMAL_LABEL = "Valeur normale"

LABELS: Mapping[S, str] = MappingProxyType({flag: flag.label for flag in S})

PRECEDENCE: tuple[S, ...] = tuple(S(code) for code in "BOMLHQJSDKWIFEPNUVG")
"""Highest rank first; « A » comes last of all and is the absence of flags."""

PROVISIONAL: frozenset[S] = frozenset({S.PROVISIONAL, S.ESTIMATED, S.IMPUTED, S.LOW_RELIABILITY})
"""Flags that make a status « provisoire »."""

USABLE: frozenset[S] = PROVISIONAL | {S.DEFINITION_DIFFERS, S.INCLUDES_ANOTHER, S.NOT_SIGNIFICANT, S.BREAK}
"""Flags that let a value be judged. A break does too, but only against a baseline of the same definition."""

MISSING: frozenset[S] = frozenset(
    {S.HOLIDAY, S.IN_ANOTHER_CATEGORY, S.NOT_COLLECTED, S.CANNOT_EXIST, S.MISSING, S.SUPPRESSED}
)
"""Reasons for having no value: one of them is required when the value is empty, none when it is not."""


def is_usable(value: object | None, flags: Iterable[S]) -> bool:
    """Whether a value may be assessed: present, with flags that all allow it (no forecast, no unvalidated value)."""
    return value is not None and USABLE.issuperset(flags)


def by_precedence(flags: Iterable[S]) -> tuple[S, ...]:
    """Flags by decreasing SDMX rank."""
    return tuple(sorted(flags, key=PRECEDENCE.index))


def export_status(flags: Iterable[S]) -> tuple[str, tuple[str, ...]]:
    """One code for OBS_STATUS (highest rank, « A » without flags), and the other codes for the comment."""
    ranked = by_precedence(flags)
    if not ranked:
        return NORMAL, ()
    return ranked[0].value, tuple(flag.value for flag in ranked[1:])


def describe(flags: Iterable[S]) -> str:
    """French labels joined by commas, highest rank first; empty text for a normal value."""
    return ", ".join(LABELS[flag] for flag in by_precedence(flags))
