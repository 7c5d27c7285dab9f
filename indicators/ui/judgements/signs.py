"""Signs of the committee's appreciation: drawings of weather on a tile, nothing like the signs of computed statuses."""

from db.vocabulary import AppreciationLevel
from indicators.domain.wording import label
from indicators.ui.kit.html import Html, html


def mark(level: AppreciationLevel, alt: str = "") -> Html:
    """The sign alone; give ``alt`` where no word stands beside it."""
    return _image(str(level), alt)


def badge(level: AppreciationLevel) -> Html:
    """Sign and word."""
    return _with_word(mark(level), label(level))


def awaited(word: str = "Appréciation attendue") -> Html:
    """What stands where the committee still owes its judgement."""
    return _with_word(_image("attendue", ""), word)


def _image(name: str, alt: str) -> Html:
    return html(
        '<img class="ap-sign" src="app/static/appreciations/{}.svg" alt="{}" width="22" height="22">', name, alt
    )


def _with_word(image: str, word: str) -> Html:
    return html('<span class="ap-badge">{}<span>{}</span></span>', image, word)
