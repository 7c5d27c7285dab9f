"""Signs of the committee's appreciation: drawings of weather on a tile, nothing like the signs of computed statuses."""

from db.vocabulary import AppreciationLevel
from indicators.domain.wording import label
from indicators.ui.kit.html import esc


def mark(level: AppreciationLevel, alt: str = "") -> str:
    """The sign alone; give ``alt`` where no word stands beside it."""
    return _image(str(level), alt)


def badge(level: AppreciationLevel) -> str:
    """Sign and word."""
    return _with_word(mark(level), label(level))


def awaited(word: str = "Appréciation attendue") -> str:
    """What stands where the committee still owes its judgement."""
    return _with_word(_image("attendue", ""), word)


def _image(name: str, alt: str) -> str:
    return f'<img class="ap-sign" src="app/static/appreciations/{name}.svg" alt="{esc(alt)}" width="22" height="22">'


def _with_word(image: str, word: str) -> str:
    return f'<span class="ap-badge">{image}<span>{esc(word)}</span></span>'
