"""The workbook: numbers are numbers, dates are dates, and they are those of the reading."""

from datetime import datetime
from decimal import Decimal

from db.engine import Engine
from indicators.reading.progress.review import Review
from indicators.reading.store import tables
from indicators.reports.cover import Cover
from indicators.reports.synthesis import counts
from indicators.reports.workbook import FLAGS, METADATA, README, SHEETS, STATUSES, TARGETS, VALUES, xlsx
from tests.reports.opened import Workbook


def test_sheets_come_in_order_with_frozen_heads_and_filters(opened_workbook: Workbook) -> None:
    assert tuple(opened_workbook.book.sheetnames) == SHEETS
    for name in SHEETS[1:]:
        sheet = opened_workbook.book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_every_status_is_that_of_the_reading(opened_workbook: Workbook, review: Review) -> None:
    rows = {row["Série"]: row for row in opened_workbook.rows(STATUSES)}
    assert set(rows) == set(review.judged)
    for one in tables.statuses(review):
        row = rows[one["serie"]]
        assert row["Statut"] == one["statut_libelle"]
        assert_number(row["Valeur"], one["valeur"])
        assert_number(row["Valeur attendue"], one["attendu"])
        assert_number(row["Rythme R"], one["rythme_R"])
        assert_number(row["Cible"], one["cible"])
        day = row["Date de la cible"]
        assert (day.date().isoformat() if day else "") == one["cible_date"]


def assert_number(shown: object, value: Decimal | None) -> None:
    """A cell holds the number itself, or nothing: never a text."""
    if value is None:
        assert shown is None
    else:
        assert isinstance(shown, int | float)
        assert abs(Decimal(str(shown)) - value) <= abs(value) * Decimal("1e-14")


def test_every_total_is_there_with_its_dates(opened_workbook: Workbook, review: Review) -> None:
    rows = {(row["Série"], row["Période"]): row for row in opened_workbook.rows(VALUES)}
    seen = 0
    for one in review.judged.values():
        for each in one.facts.observations:
            row = rows[(one.code, each.period.code)]
            assert_number(row["Valeur"], each.value)
            assert isinstance(row["Fin"], datetime)
            assert row["Fin"].date() == each.period.end
            seen += 1
    assert seen == len(rows)


def test_breakdowns_come_with_the_rows_of_the_exports(demo_engine: Engine, review: Review, cover: Cover) -> None:
    values = tables.values(demo_engine, review)
    book = Workbook(xlsx(review, cover, values=values, area=6))
    rows = book.rows(VALUES)
    codes = {row["Série"] for row in rows}
    wanted = [row for row in values if row["serie"] in codes]
    assert len(rows) == len(wanted)
    assert any(row["Ventilation"] for row in rows)
    for row, one in zip(rows, wanted, strict=True):
        assert_number(row["Valeur"], one["valeur"])
        assert (row["Modalité"] or "") == one["modalite"]


def test_targets_are_all_there_former_ones_too(opened_workbook: Workbook, review: Review) -> None:
    rows = opened_workbook.rows(TARGETS)
    facts = [one.facts for one in review.judged.values()]
    expected = sum(len(one.targets) + len(one.former_targets) + (one.baseline is not None) for one in facts)
    assert len(rows) == expected
    assert {row["En vigueur"] for row in rows} == {"oui", "non"}
    assert all(isinstance(row["Date de la cible"], datetime) and isinstance(row["Valeur"], int | float) for row in rows)


def test_flags_are_one_a_row(opened_workbook: Workbook, review: Review) -> None:
    seen = [each for one in review.judged.values() for each in one.facts.observations]
    rows = opened_workbook.rows(FLAGS)
    assert len([row for row in rows if not row["Code"].startswith("conf.")]) == sum(len(each.flags) for each in seen)


def test_sheets_say_what_they_are(opened_workbook: Workbook, review: Review) -> None:
    assert len(opened_workbook.rows(METADATA)) == len(review.judged)
    read = [str(cell) for row in opened_workbook.book[README].iter_rows(values_only=True) for cell in row if cell]
    said = {row[0]: row[1] for row in opened_workbook.book[README].iter_rows(values_only=True)}
    for one in counts(list(review.matrix)):
        # Openpyxl gives a date for a number that is shown as one.
        assert next(value for name, value in said.items() if str(name).endswith(f" {one.word}")) == one.count
    for words in ("DONNÉES FICTIVES", "Empreinte des données", "3f9a 02bc", "Comité du 12/03/2026"):
        assert words in read
    for name in SHEETS[1:]:
        assert {row["Données"] for row in opened_workbook.rows(name)} == {"Données fictives"}


def test_the_same_review_gives_the_same_workbook(review: Review, cover: Cover) -> None:
    assert xlsx(review, cover, area=2) == xlsx(review, cover, area=2)
