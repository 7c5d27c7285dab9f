"""Words, signs and flags: complete, ordered and readable."""

import copy
import inspect
import json
import pickle

import pytest

from db import vocabulary
from db.vocabulary import ConfStatus, EventCode, Horizon, ObsStatus, Word
from indicators.domain import quality, wording
from indicators.domain.events import EVENTS
from indicators.domain.statuses import ASSESSABLE, REASON_TEXT, SIGNS, STATUS_ORDER, Reason, Status

STORED = [
    enum for _, enum in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(enum, Word) and enum is not Word
]


@pytest.mark.parametrize("enum", STORED, ids=lambda enum: enum.__name__)
def test_every_stored_word_has_its_own_french_label(enum: type[Word]) -> None:
    labels = [wording.label(word) for word in enum]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_every_event_has_its_verb_and_a_label_of_its_own() -> None:
    assert set(EVENTS) == set(EventCode)
    assert all(words.verb.startswith("a ") for words in EVENTS.values())
    assert len({words.label for words in EVENTS.values()}) == len(EventCode)


def test_words_spelled_alike_keep_their_own_label() -> None:
    assert wording.label(ObsStatus.FORECAST) == "Prévision"
    assert wording.label(ConfStatus.FREE) == "Diffusion libre"


def test_a_word_with_a_label_is_stored_as_plain_text() -> None:
    assert (Horizon.SHORT, str(Horizon.SHORT), f"{Horizon.SHORT}", Horizon.SHORT.value) == ("CT",) * 4
    assert json.dumps({Horizon.SHORT: [Horizon.SHORT]}) == '{"CT": ["CT"]}'
    assert Horizon("CT") is copy.deepcopy(Horizon.SHORT) is pickle.loads(pickle.dumps(Horizon.SHORT)) is Horizon.SHORT


def test_statuses_come_in_the_agreed_order() -> None:
    assert [str(status) for status in STATUS_ORDER] == [
        "cible_atteinte",
        "en_bonne_voie",
        "a_accelerer",
        "en_retard",
        "recul",
        "cible_non_atteinte",
        "trop_tot",
        "non_evaluable",
        "sans_objet",
    ]
    assert set(STATUS_ORDER[:6]) == ASSESSABLE


def test_every_status_has_a_sign_of_its_own() -> None:
    assert list(SIGNS) == list(STATUS_ORDER)
    for field in ("word", "short", "shape", "symbol", "glyph"):
        assert len({getattr(sign, field) for sign in SIGNS.values()}) == len(SIGNS)
    assert SIGNS[Status.TO_ACCELERATE].word == "Progrès à accélérer"
    assert SIGNS[Status.NOT_APPLICABLE].word == "Sans cible (contexte)"


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", STATUS_ORDER)
def test_text_on_a_sign_is_readable(status: Status) -> None:
    assert contrast(SIGNS[status].ink, SIGNS[status].color) >= 4.5


def test_every_reason_has_its_sentence() -> None:
    assert set(REASON_TEXT) == set(Reason)
    assert all(REASON_TEXT.values())


def test_flags_are_sorted_into_usable_provisional_and_missing() -> None:
    assert {str(flag) for flag in quality.USABLE} == set("BPEIDWUN")
    assert {str(flag) for flag in quality.PROVISIONAL} == set("PEIU")
    assert {str(flag) for flag in quality.MISSING} == set("HKLMOQ")
    assert quality.is_usable(0, [])
    assert not quality.is_usable(None, [])
    assert not quality.is_usable(1, [ObsStatus.PROVISIONAL, ObsStatus.UNVALIDATED])


def test_precedence_follows_the_sdmx_ranks() -> None:
    assert "".join(quality.PRECEDENCE) == "BOMLHQJSDKWIFEPNUVG"
    assert set(quality.PRECEDENCE) == set(quality.LABELS) == set(ObsStatus)


def test_one_flag_is_exported_and_the_others_follow() -> None:
    flags = frozenset({ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER, ObsStatus.PROVISIONAL})
    assert quality.export_status(flags) == ("W", ("E", "P"))
    assert quality.export_status(frozenset()) == ("A", ())
    assert quality.describe(flags) == "Comprend une autre catégorie, Valeur estimée, Valeur provisoire"
