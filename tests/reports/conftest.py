"""Editions of the demonstration store, each made once for all the tests that open it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from db.engine import Engine, connect
from indicators.reading.progress.review import Judged, Review, read_review
from indicators.reports.cover import Cover, Note, NoteKind
from indicators.reports.pdf import pdf
from indicators.reports.slides import pptx
from indicators.reports.workbook import xlsx
from indicators.services.store import preparing
from tests.reports.opened import Deck, Pdf, Workbook
from tests.stores import SqliteStores

TODAY = date(2026, 11, 1)
MADE_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOSTILE = "#import «x» *gras* _it_ $y$ <b>& 😀 \x07@ref =1+1 \\ `c` [z] // /* \u202e"


@pytest.fixture(scope="session")
def demo_engine(sqlite_stores: SqliteStores) -> Iterator[Engine]:
    """The demonstration store; nothing may be written to it."""
    engine = connect(sqlite_stores.filled(preparing.prepare_demonstration))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def review(demo_engine: Engine) -> Review:
    """What the committee sees of the demonstration."""
    found = read_review(demo_engine, TODAY)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def real_review(sqlite_stores: SqliteStores) -> Iterator[Review]:
    """A store with the catalogue and the published values: nearly everything is still awaited."""
    engine = connect(sqlite_stores.filled(preparing.prepare))
    found = read_review(engine, TODAY)
    engine.dispose()
    assert found is not None
    yield found


@pytest.fixture(scope="session")
def core(review: Review) -> list[Judged]:
    """The series that editions detail."""
    return [one for one in review.judged.values() if one.definition.core]


@pytest.fixture(scope="session")
def cover() -> Cover:
    """An ordinary edition, with words of people."""
    return Cover(
        title="Comité du 12/03/2026",
        made_at=MADE_AT,
        subtitle="Revue semestrielle",
        code_version="0.1.0",
        fingerprint="3f9a 02bc",
        notes=(
            Note(NoteKind.COMMENT, "", "Une bonne année.", "Pilote du DIS", date(2026, 3, 1)),
            Note(NoteKind.APPRECIATION, "A1", "Objectifs atteignables.", "Comité", date(2026, 3, 12)),
            Note(NoteKind.DECISION, "A2", "Relancer l’appel à projets.", "Comité", date(2026, 3, 12)),
            Note(NoteKind.COMMENT, "ENT-01-A3", "Deux fermetures expliquent le recul.", "Pilote", None),
        ),
    )


@pytest.fixture(scope="session")
def opened_pdf(review: Review, cover: Cover) -> Pdf:
    """The PDF of the whole demonstration."""
    return Pdf(pdf(review, cover))


@pytest.fixture(scope="session")
def opened_deck(review: Review, cover: Cover) -> Deck:
    """Its slides, with one for each core indicator."""
    return Deck(pptx(review, cover, detail="tout"))


@pytest.fixture(scope="session")
def opened_workbook(review: Review, cover: Cover) -> Workbook:
    """Its workbook."""
    return Workbook(xlsx(review, cover))


@pytest.fixture(scope="session")
def hostile(review: Review) -> Review:
    """One area whose first core indicator carries words that every format could take for its own language."""
    one = next(each for each in review.judged.values() if each.definition.core and each.code.endswith("-A1"))
    seen = tuple(replace(each, source=HOSTILE, caveat=HOSTILE, comment=HOSTILE) for each in one.facts.observations)
    seen = (*seen[:-1], replace(seen[-1], value=Decimal("1234.5"), source_url="javascript:alert(1)"))
    facts = replace(one.facts, observations=seen, label=HOSTILE, indicator_label=HOSTILE)
    definition = replace(one.definition, label=HOSTILE, source=HOSTILE, definition=HOSTILE)
    bad = replace(one, facts=facts, definition=definition, latest=seen[-1])
    return replace(review, judged={one.code: bad})


@pytest.fixture(scope="session")
def hostile_cover() -> Cover:
    """An edition whose every free text is hostile."""
    note = Note(NoteKind.DECISION, "A1", HOSTILE, HOSTILE, date(2026, 3, 12))
    return Cover(HOSTILE, MADE_AT, subtitle=HOSTILE, filters=HOSTILE, notes=(note, replace(note, subject="")))
