"""`python -m indicators report`."""

from pathlib import Path
from typing import Any

import pytest

from db.engine import connect
from indicators.commands.reports import report
from indicators.reading.committee.editions import read_editions
from indicators.services.refusals import Refused
from indicators.services.store.preparing import prepare_demonstration
from indicators.settings import settings
from seeds.demo.committee import MEETINGS
from tests.reports.opened import Deck, Pdf, Workbook
from tests.stores import SqliteStores


@pytest.fixture
def store_url(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> str:
    url = sqlite_stores.filled(prepare_demonstration)
    monkeypatch.setenv("INDICATORS_DATABASE_URL", url)
    settings.cache_clear()
    return url


def run(*arguments: object) -> None:
    report.main([*map(str, arguments)], standalone_mode=False)


@pytest.mark.usefixtures("store_url")
def test_it_writes_each_form(tmp_path: Path) -> None:
    for form, opened in (("pdf", Pdf), ("pptx", Deck), ("xlsx", Workbook)):
        file = tmp_path / f"revue.{form}"
        run(form, "-o", file, "--aire", 1, "--titre", "Comité du 12/03/2026")
        assert opened(file.read_bytes())


@pytest.mark.usefixtures("store_url")
def test_it_refuses_in_french(tmp_path: Path) -> None:
    for options, words in (
        (("--aire", 9), "aire 9"),
        (("--as-of", "12/03/2026"), "n’est pas une date"),
        (("--edition", "COMITE-1999-01"), "n’existe pas"),
        (("--edition", MEETINGS[0].code, "--as-of", "2026-03-12"), "pas les deux"),
    ):
        with pytest.raises(Refused, match=words):
            run("pdf", "-o", tmp_path / "revue.pdf", *options)
    with pytest.raises(Refused, match="ne peut pas être écrit"):
        run("xlsx", "-o", tmp_path / "absent" / "revue.xlsx", "--aire", 1)


def test_an_edition_prints_the_fingerprint_it_was_frozen_with(store_url: str, tmp_path: Path) -> None:
    meeting = MEETINGS[0]
    run("xlsx", "-o", tmp_path / "a.xlsx", "--edition", meeting.code, "--aire", 1)
    engine = connect(store_url)
    (frozen,) = [one for one in read_editions(engine) if one.code == meeting.code]
    engine.dispose()
    words = " ".join(str(cell.value) for row in opened_sheet(tmp_path / "a.xlsx") for cell in row)
    assert meeting.label in words and frozen.fingerprint in words.replace(" ", "")


def opened_sheet(file: Path) -> Any:
    """The cells of the sheet that tells what the workbook is."""
    return Workbook(file.read_bytes()).book["Lisez-moi"].iter_rows()


@pytest.mark.usefixtures("store_url")
def test_a_past_day_has_nothing_to_show(tmp_path: Path) -> None:
    run("xlsx", "-o", tmp_path / "a.xlsx", "--as-of", "2020-01-01", "--aire", 1)
    assert Workbook((tmp_path / "a.xlsx").read_bytes()).book.sheetnames[0] == "Lisez-moi"
