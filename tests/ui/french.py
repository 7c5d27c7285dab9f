"""Words that betray an untranslated text: none of them is French."""

import re

_WORDS = (
    "the and with from your this please press choose download loading settings search error warning running rerun "
    "missing unknown undefined none null nan nat true false baseline target targets value values achieved late "
    "deploy browse drag upload submit apply hide back next previous overview area areas not found"
)
_PHRASES = "show more|show less|learn more|view more|main menu|oh no"
_PATTERN = re.compile(rf"\b({_WORDS.replace(' ', '|')}|{_PHRASES})\b", re.IGNORECASE)

# Names of programmes and methods keep their own language.
_NAMES = re.compile(r"Transformation of Health and Care Systems|Pandemic Preparedness", re.IGNORECASE)


def english(text: str) -> list[str]:
    """English words of a text, as they stand in it."""
    return [match.group(0) for match in _PATTERN.finditer(_NAMES.sub("", text))]
