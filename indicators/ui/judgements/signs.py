"""Signs of the committee's appreciation: weather icons on a tile, distinct from the signs of computed statuses."""

from db.vocabulary import AppreciationLevel
from indicators.domain.wording import label
from indicators.ui.kit.html import Html, html


def mark(level: AppreciationLevel, alt: str = "") -> Html:
    """The sign without its word; pass ``alt`` if no word is next to it."""
    return _image(str(level), alt)


def badge(level: AppreciationLevel) -> Html:
    """Sign and word."""
    return _with_word(mark(level), label(level))


def awaited(word: str = "Appréciation attendue") -> Html:
    """Placeholder displayed while an appreciation is required and missing."""
    return _with_word(_image("attendue", ""), word)


def _image(name: str, alt: str) -> Html:
    return html(
        '<img class="ap-sign" src="app/static/appreciations/{}.svg" alt="{}" width="22" height="22">', name, alt
    )


def _with_word(image: str, word: str) -> Html:
    return html('<span class="ap-badge">{}<span>{}</span></span>', image, word)
