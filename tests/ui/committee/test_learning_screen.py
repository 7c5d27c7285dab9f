"""« Ce que l’on apprend »: what the editions teach, checked against the readings; what is awaited before the second one."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from db.engine import Engine, connect
from db.vocabulary import DecisionState
from indicators.domain.progress.projections import Projection
from indicators.domain.statuses import Status
from indicators.reading.committee import learning
from indicators.reading.committee.decisions import Decision, read_decisions
from indicators.reading.committee.editions import read_editions
from indicators.reading.committee.learning import CheckedProjection, Coverage
from indicators.reading.progress.review import Review
from indicators.services.committee import editions
from indicators.ui.learning import coverage, decisions, projections, targets
from indicators.ui.store import today
from tests.entry_world import ADA, NOBODY, RENE, publish
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store
from tests.ui.markup import plain
from tests.ui.viewer import Prepared, Seen, target

Fate = projections.Fate


@pytest.fixture
def sit(
    sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Engine, Callable[..., Desk]]]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        seat = seat_of(monkeypatch)
        yield engine, lambda person: desk(root, person, seat).open("apprendre")


@pytest.fixture
def demo(prepared: Prepared) -> Iterator[Engine]:
    engine = connect(prepared.demo)
    yield engine
    engine.dispose()


def test_before_the_second_edition_one_is_told_what_is_awaited(sit: tuple[Engine, Callable[..., Desk]]) -> None:
    engine, seated = sit
    assert "Aucune édition n’est encore figée" in seated(NOBODY).text
    publish(engine, "11")
    editions.freeze(engine, ADA, "C1", "Comité <b>un</b>", date(2025, 3, 1))
    at = seated(RENE)
    assert "Comité &lt;b&gt;un&lt;/b&gt;" in at.seen.html and "il faut deux éditions" in at.text
    assert ("editions", {}) in [target(one) for one in at.seen.links]
    editions.freeze(engine, ADA, "C2", "Comité deux", date(2025, 3, 1))
    at = seated(NOBODY)
    assert at.seen.lead == "2 éditions, de « Comité <b>un</b> » à « Comité deux »"
    for words in (
        "Le comité n’a encore consigné aucune décision",
        "Aucune projection ne peut encore être vérifiée",
        "Aucune cible n’a changé",
    ):
        assert words in at.text


def test_the_demonstration_teaches_what_the_readings_say(
    view: Callable[..., Seen], prepared: Prepared, demo: Engine, reviews: Callable[[str], Review]
) -> None:
    review, seen = reviews(prepared.demo), view(prepared.demo, "apprendre")
    last = learning.coverage(demo)[-1]
    assert f"{last.judged} indicateurs sur {last.total} pouvaient être jugés" in seen.text
    now = read_decisions(demo)
    assert f"Sur {len(now)} décisions prises, 1 est réalisée, 1 abandonnée et 3 restent ouvertes" in seen.text
    checked = learning.checked_projections(demo, review)
    counts = Counter(map(projections.fate, checked))
    assert f"Sur {len(checked)} projections vérifiables, {counts[Fate.RIGHT]} étaient justes" in seen.text
    assert f"Venues au-dessous ({counts[Fate.BELOW]})" in seen.text
    changed = learning.under_first_targets(review)
    moved = sum(one.differs for one in changed)
    assert f"{len(changed)} indicateurs ont vu leurs cibles changer" in seen.text
    assert f"sous les premières, {moved} auraient aujourd’hui un autre statut" in seen.text
    assert f"Cibles changées sans effet sur le statut ({len(changed) - moved})" in seen.text


def test_projections_are_counted_by_indicator_and_kept_by_link(
    view: Callable[..., Seen], prepared: Prepared, demo: Engine, reviews: Callable[[str], Review]
) -> None:
    review = reviews(prepared.demo)
    wrong = [one for one in learning.checked_projections(demo, review) if projections.fate(one) is Fate.ABOVE]
    seen = view(prepared.demo, "apprendre", voir="dessus")
    tables = {one.one("caption").text: one for one in seen.tree.all("table")}
    rows = tables["Projections vérifiées, par indicateur"].one("tbody").all("tr")
    assert sum(int(row.all("td")[3].text) for row in rows) == len(wrong)
    assert all(row.all("td")[3].text != "0" for row in rows)
    assert len(tables["Ce qui était prévu et ce qui est venu"].one("tbody").all("tr")) == len(wrong)


def test_a_projection_is_within_five_percent_or_on_one_side() -> None:
    def at(came: int) -> CheckedProjection:
        return CheckedProjection("C1", "S", Projection(Fraction(2025), Fraction(100), Fraction(100), Fraction(came)))

    fates = [projections.fate(at(came)) for came in (90, 96, 100, 105, 120)]
    assert fates == [Fate.BELOW, Fate.RIGHT, Fate.RIGHT, Fate.RIGHT, Fate.ABOVE]
    found = [at(90), at(100), at(120)]
    said = plain(projections.reading(found))
    assert said.startswith("Sur 3 projections vérifiables, 1 était juste à 5 % près (33 %)")


def test_the_chart_says_in_words_and_in_its_table_what_it_draws(demo: Engine) -> None:
    first, last = learning.coverage(demo)
    chart = coverage.chart([first, last], dark=False)
    assert list(chart.figure.data[0].y) == [100 * one.judged / one.total for one in (first, last)]
    assert list(chart.table["Évaluables"]) == [f"{one.judged} sur {one.total}" for one in (first, last)]
    assert chart.reading in chart.alt and last.edition.label in chart.reading
    nothing = Coverage(first.edition, dict.fromkeys(Status, 0))
    assert coverage.share(nothing) == 0 and "autant" in coverage.reading([nothing, nothing])


def test_decisions_are_counted_as_each_edition_knew_them(demo: Engine) -> None:
    known = read_editions(demo)[::-1]
    then = {one.code: read_decisions(demo, one.as_of) for one in known}
    html = decisions.section(known, then, read_decisions(demo), today())
    assert "pas encore prise" in html and "Aujourd’hui" in html
    (one, *_) = read_decisions(demo)
    done = replace(one, state=DecisionState.DONE)
    assert decisions.reading([done], today()) == (
        "Sur 1\u00a0décision prise, 1\u00a0est réalisée et 0\u00a0reste ouverte."
    )


def test_what_was_decided_is_text(demo: Engine, reviews: Callable[[str], Review], prepared: Prepared) -> None:
    known = read_editions(demo)[::-1]
    evil: Decision = replace(read_decisions(demo)[0], text="<script>x</script>")
    html = decisions.section(known, {one.code: [evil] for one in known}, [evil], today())
    assert "<script>" not in html
    review = reviews(prepared.demo)
    changed = learning.under_first_targets(review)
    same = [one for one in changed if not one.differs]
    assert "aucun n’aurait un autre statut" in targets.reading(same)
