"""Dates as people type them: 31/12/2026, also with dots, hyphens or spaces; never guessed.

Source: docs/method.md, Dates as typed.
"""

import re
from datetime import date

_TYPED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEARS = range(1900, 2101)


def read_date(typed: str) -> date | None:
    """The date typed, or None for an empty text.

    Raises:
        ValueError: in French, for an invalid date: « 31/06/2023 », « 12/31/2026 », « fin 2026 ».

    >>> read_date(" 5/12/2025 ")
    datetime.date(2025, 12, 5)
    """
    text = " ".join(typed.split())
    if not text:
        return None
    if matched := _TYPED.fullmatch(text):
        day, month, year = map(int, matched.groups())
    elif matched := _ISO.fullmatch(text):
        year, month, day = map(int, matched.groups())
    else:
        raise ValueError(f"« {text[:40]} » n'est pas une date : écrivez le jour, le mois et l'année, comme 31/12/2026.")
    try:
        read = date(year, month, day)
    except ValueError:
        raise ValueError(f"« {text} » n'existe pas dans le calendrier : écrivez JJ/MM/AAAA.") from None
    if year not in _YEARS:
        raise ValueError(f"L'année {year} n'est pas vraisemblable.")
    return read
