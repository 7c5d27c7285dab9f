"""`python -m indicators report`."""

from pathlib import Path

import pytest

from indicators.commands.reports import report
from indicators.services.refusals import Refused
from indicators.settings import settings
from tests.reports.conftest import fill_demo
from tests.reports.opened import Deck, Pdf, Workbook
from tests.stores import SqliteStores


@pytest.fixture
def store_url(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> str:
    url = sqlite_stores.filled(fill_demo)
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
    ):
        with pytest.raises(Refused, match=words):
            run("pdf", "-o", tmp_path / "revue.pdf", *options)
    with pytest.raises(Refused, match="ne peut pas être écrit"):
        run("xlsx", "-o", tmp_path / "absent" / "revue.xlsx", "--aire", 1)


@pytest.mark.usefixtures("store_url")
def test_a_past_day_has_nothing_to_show(tmp_path: Path) -> None:
    run("xlsx", "-o", tmp_path / "a.xlsx", "--as-of", "2020-01-01", "--aire", 1)
    assert Workbook((tmp_path / "a.xlsx").read_bytes()).book.sheetnames[0] == "Lisez-moi"
