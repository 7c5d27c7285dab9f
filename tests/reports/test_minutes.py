"""The minutes: tagged and French, with what was seen, judged and decided, and room for who was there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.vocabulary import AppreciationLevel, AppreciationState, DecisionState
from indicators.domain.committee.appreciations import Matter
from indicators.domain.statuses import SIGNS
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.judgements import Appreciation, Judgements, Standing
from indicators.reading.progress import figures
from indicators.reading.progress.review import Judged, Review
from indicators.reports import words
from indicators.reports.minutes import Minutes, minutes_of, minutes_pdf
from indicators.reports.minutes_text import minutes_text
from tests.reports.conftest import HOSTILE, MADE_AT
from tests.reports.opened import Pdf, squeezed

DAY = date(2026, 11, 1)
AT = datetime(2026, 11, 1, 10, tzinfo=UTC)
EDITION = Edition("C-1", "Comité du 01/11/2026", DAY, "", AT, AT, "", 7, 1, "0.2", "b304107c" * 8)


def decision(code: str, text: str = "Relancer l’appel", taken_on: date = DAY, **more: Any) -> Decision:
    given: dict[str, Any] = {
        "edition": "",
        "in_charge": "Cellule de suivi",
        "due_on": date(2027, 1, 31),
        "state": DecisionState.OPEN,
        "note": "",
        "meeting": taken_on,
        "series": (),
        "indicators": (),
        "operations": (),
        **more,
    }
    return Decision(code, taken_on, text=text, version_no=1, recorded_by="", recorded_at=AT, **given)


def standing(motive: str = "Le carnet est plein.") -> Standing:
    return Standing(
        Appreciation(AppreciationLevel.ATTAINABLE, AppreciationState.ADOPTED, motive, DAY, 1, "", AT), None, 1
    )


@pytest.fixture(scope="session")
def seen(core: list[Judged]) -> list[Judged]:
    """What the committee looked at: two indicators of area 2, one of area 1, one of the whole domain."""
    by_area = {key: [one for one in core if one.code.endswith(key)] for key in ("-A2", "-A1", "-DIS")}
    return [*by_area["-A2"][:2], by_area["-A1"][0], by_area["-DIS"][0]]


@pytest.fixture(scope="session")
def write(review: Review, seen: list[Judged]) -> Callable[..., Minutes]:
    """The minutes of that meeting; words may be replaced."""

    def written(text: str = "Relancer l’appel", motive: str = "Le carnet est plein.", **more: Any) -> Minutes:
        judged = Judgements({Matter(series=seen[0].code): standing(motive), Matter(area=4): standing(motive)})
        known = [
            decision("D-2026-01", "Ancienne", date(2026, 5, 21)),
            decision("D-2026-02", text, series=(seen[0].code,), in_charge=more.pop("in_charge", "Cellule de suivi")),
            decision("D-2025-01", "Close depuis", date(2025, 5, 21), state=DecisionState.DONE),
        ]
        more.setdefault("edition", EDITION)
        return minutes_of(review, DAY, [one.code for one in seen], judged, known, **more)

    return written


def test_both_forms_say_everything(write: Callable[..., Minutes], seen: list[Judged], review: Review) -> None:
    made = write()
    for text in (squeezed(minutes_text(made)), Pdf(minutes_pdf(made, MADE_AT)).text):
        for wanted in (
            "Présents",
            words.data_date(review),
            EDITION.fingerprint,
            "D-2026-02",
            "Relancer l’appel",
            "Cellule de suivi",
            "31/01/2027",
            "D-2026-01",
            "Objectifs atteignables",
            "Le carnet est plein.",
        ):
            assert squeezed(wanted) in text, wanted
        for one in seen:
            for wanted in (one.code, one.definition.label, SIGNS[one.status].word, figures.value_of(one, one.latest)):
                assert squeezed(wanted) in text, wanted
        assert "Closedepuis" not in text
        assert "donnéesfictives" in text.casefold()


def test_areas_come_in_the_order_of_the_meeting_then_those_only_judged(write: Callable[..., Minutes]) -> None:
    titles = [part.title for part in write().parts]
    assert [title.partition(".")[0] for title in titles[:2]] == ["Aire 2", "Aire 1"]
    assert titles[2].startswith("DIS entier") and titles[3].startswith("Aire 4")
    assert write().agenda[0].replace("\u00a0", " ").endswith(": 2 indicateurs") and len(write().agenda) == 3


def test_without_an_edition_it_says_so(write: Callable[..., Minutes]) -> None:
    made = write(edition=None)
    assert "aucune édition n’a été figée ce jour" in minutes_text(made) and "Empreinte" not in minutes_text(made)


def test_an_empty_meeting_has_minutes(review: Review) -> None:
    made = minutes_of(review, DAY, [], Judgements({}), [])
    opened = Pdf(minutes_pdf(made, MADE_AT))
    assert squeezed("Aucune décision n’a été prise.") in opened.text and "Aucun indicateur" in minutes_text(made)


def test_it_is_tagged_french_and_numbered(write: Callable[..., Minutes]) -> None:
    made = write()
    opened = Pdf(minutes_pdf(made, MADE_AT))
    assert bool(opened.root["/MarkInfo"]["/Marked"]) and str(opened.root["/Lang"]).lower() == "fr-be"
    assert opened.reader.metadata.title == made.title
    assert "pdfuaid:part" in opened.root["/Metadata"].get_object().get_data().decode()
    assert any(one["/S"] == "/TH" for one in opened.elements)
    for place, page in enumerate(opened.pages, 1):
        assert f"{place}/{len(opened.pages)}" in page and "donnéesfictives" in page.casefold()
    assert minutes_pdf(made, MADE_AT) == minutes_pdf(made, MADE_AT, apart=True)


def test_hostile_words_stay_words(write: Callable[..., Minutes]) -> None:
    made = write(HOSTILE, HOSTILE, in_charge=HOSTILE)
    opened = Pdf(minutes_pdf(made, MADE_AT))
    assert "#import«x»*gras*_it_$y$<b>&" in opened.text
    assert "#import «x» *gras*" in minutes_text(made)


def test_a_very_long_motive_is_cut_nowhere(write: Callable[..., Minutes]) -> None:
    motive = " ".join(f"mot{number}" for number in range(600))
    text = Pdf(minutes_pdf(write(motive=motive), MADE_AT)).text
    assert "mot0mot1" in text and "mot598mot599" in text


def test_what_left_the_catalogue_is_left_out(review: Review) -> None:
    gone = replace(review, judged={})
    assert minutes_of(gone, DAY, ["ENT-01-A1"], Judgements({}), []).parts == ()
