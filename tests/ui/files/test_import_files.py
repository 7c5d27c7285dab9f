"""Coller ou importer: a workbook goes out and a file comes back; what came in is found again, and undone as one."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from db.unit_of_work import reading
from db.vocabulary import ConfStatus
from indicators.domain.rights import Person
from indicators.exchange.workbook_out import COLUMNS, VALUES_SHEET
from indicators.reading.values.cells import read_cells
from indicators.services.files import templates
from indicators.services.files.imports import rejects_csv
from indicators.ui.imports import state as import_state
from tests.entry_world import ADA, ANNE, BOB, COUNT, SHARE, key, save, typed
from tests.stores import SqliteStores
from tests.ui.entry_screens import LATER, Desk, desk_on, fill, go, notices, press, shown
from tests.ui.import_desk import BOTH, bring, brought, confirm, imports_of, pasted, preview_of, stored
from tests.unit.exchange.books import book

PLACE = {name: index for index, (name, _, _) in enumerate(COLUMNS, 1)}


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


# Files ----------------------------------------------------------------------------------------------------------------


def test_the_workbook_goes_out_and_comes_back(desk: Desk) -> None:
    at = desk.open(ANNE, "importer", facon="fichier", **BOTH)
    (button,) = at.main.get("download_button")
    assert button.label == "Télécharger le classeur (4\u00a0lignes)"
    workbook = openpyxl.load_workbook(io.BytesIO(templates.template(desk.engine, ANNE, ["2024"], today=LATER)))
    workbook[VALUES_SHEET].cell(2, PLACE["valeur"], "1 380")
    workbook[VALUES_SHEET].cell(3, PLACE["absence"], "Manquante : existe mais non collectée")
    saved = io.BytesIO()
    workbook.save(saved)
    bring(at, saved.getvalue(), "<b>rempli</b>.xlsx")
    assert preview_of(at, import_state.FILE) == {"nouvelle": 2}
    assert "Aperçu de <b>rempli</b>.xlsx : 2 cases lues" in shown(at).text and "Saisie" in shown(at).text
    confirm(at)
    assert stored(desk) == {"ENT-01-A1/2024": (Decimal(1380), "brouillon"), "ENT-02-A1/2024": (None, "brouillon")}
    (batch,) = imports_of(desk)
    assert batch.file_name == "<b>rempli</b>.xlsx"
    assert not at.file_uploader[0].value


def test_breakdowns_are_in_the_workbook_when_asked_for(desk: Desk) -> None:
    at = desk.open(ANNE, "importer", facon="fichier", **BOTH, ventilations="oui")
    (button,) = at.main.get("download_button")
    with reading(desk.engine) as session:
        items = sum(len(one.items) for one in read_cells(session, {COUNT, SHARE}).series.values())
    assert button.label == f"Télécharger le classeur ({2 * (2 + items)}\u00a0lignes)"


SPREADSHEET = "serie;periode;valeur;commentaire\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04 pas une archive", "abîmé"),
        (b"%PDF-1.7", "C’est un PDF"),
        (b"\xd0\xcf\x11\xe0ancien", "ancien classeur .xls"),
        (b"bonjour tout le monde", "pas une table de valeurs"),
        (b"serie;periode;montant\nENT-01-A1;2024;1", "il manque la colonne « valeur »"),
        (b"x" * (10 * 1024 * 1024 + 1), "dépasse 10 Mo"),
        ("série;période;valeur".encode("cp850"), "ni en UTF-8 ni en Windows-1252"),
    ],
    ids=["empty", "broken archive", "PDF", "old workbook", "plain text", "wrong header", "too large", "MS-DOS"],
)
def test_a_file_that_cannot_be_read_says_why(desk: Desk, content: bytes, said: str) -> None:
    at = brought(desk, content, "<i>mauvais</i>.xlsx")
    (problem,) = shown(at).all("p", "import-problem")
    assert said in problem.text and "<i>mauvais</i>.xlsx" in problem.text
    assert stored(desk) == {} and at.file_uploader[0].value is not None


def test_without_a_file_one_is_asked_for(desk: Desk) -> None:
    at = press(desk.open(ANNE, "importer", facon="fichier"), "import_read")
    assert "Choisissez d’abord un fichier" in shown(at).text


def test_problems_are_told_by_sheet_row_and_column(desk: Desk) -> None:
    def touch(made: object, sheet: object) -> None:
        sheet.write_formula(3, 4, "=6*7", None, 42)  # type: ignore[attr-defined]
        made.add_worksheet("Cachée").write(0, 0, "x")  # type: ignore[attr-defined]
        made.get_worksheet_by_name("Cachée").hide()  # type: ignore[attr-defined]

    rows = ((COUNT, "31/06/2023", "", "", 1), (COUNT, "2024", "", "", 2), (SHARE, "2024", "", "", None))
    at = brought(desk, book(*rows, (COUNT, "2024", "", "", 3), touch=touch), "texte.csv")
    text = shown(at).text
    assert "n’existe pas dans le calendrier" in text and "ligne 2, colonne B" in text and "Valeurs" in text
    assert "La cellule contient une formule" in text and "ligne 4, colonne E" in text
    assert "figurent aussi" in text and "Feuille « Cachée » : la feuille est masquée" in text
    assert preview_of(at, import_state.FILE) == {"refusee": 4}


def test_windows_files_are_read_and_it_is_said(desk: Desk) -> None:
    content = f"{SPREADSHEET}{COUNT};2024;1\u00a0380;été".encode("cp1252")
    at = brought(desk, content, "excel.csv")
    assert "lu en Windows-1252" in shown(at).text and preview_of(at, import_state.FILE) == {"nouvelle": 1}


def test_cells_that_begin_like_formulas_leave_harmless(desk: Desk) -> None:
    content = f"{SPREADSHEET}{COUNT};2024;=6*7;\n{COUNT};2023;@SOMME(1);\n{SHARE};2024;-12,5;\n".encode()
    at = brought(desk, content, "formules.csv")
    lines = rejects_csv(at.session_state["import_way_fichier"].preview).decode("utf-8-sig").splitlines()
    assert [line.split(";")[7] for line in lines[1:]] == ["'=6*7", "'@SOMME(1)", "'-12,5"]
    again = brought(desk, "\n".join(lines).encode(), "repris.csv")
    assert [cell.row.typed for cell in again.session_state["import_way_fichier"].preview.cells] == [
        "=6*7",
        "@SOMME(1)",
        "-12,5",
    ]


# History --------------------------------------------------------------------------------------------------------------


def history(desk: Desk, person: Person = ANNE, **address: str) -> AppTest:
    return desk.open(person, "importer", facon="historique", **address)


def test_without_imports_the_history_says_where_they_come_from(desk: Desk) -> None:
    assert "Aucun import pour le moment" in shown(history(desk, BOB)).text


def test_an_import_is_undone_as_one_and_what_was_edited_since_stays(desk: Desk, root: Path) -> None:
    save(desk.engine, ANNE, typed("10", key(period="2023"), comment="Vérifié"))
    confirm(pasted(desk, "11\t12"))
    (batch,) = imports_of(desk)
    save(desk.engine, BOB, typed("13", key(period="2024"), 1))
    at = history(desk, lot=batch.code)
    text = shown(at).text
    assert "1 valeur redeviendrait ce qu’il y avait avant" in text
    assert "1 valeur resterait comme maintenant" in text and f"Modifiée depuis par {BOB.email}" in text
    assert stored(desk)["ENT-01-A1/2023"] == (Decimal(11), "brouillon")
    press(at, f"import_undo_{batch.code}")
    assert "1 valeur est redevenue ce qu’elle était avant" in notices(at) and "1 valeur gardée telle quelle" in notices(
        at
    )
    assert stored(desk) == {
        "ENT-01-A1/2023": (Decimal(10), "brouillon"),
        "ENT-01-A1/2024": (Decimal(13), "brouillon"),
    }
    go(at, root, "importer", facon="historique")
    rows = [row.text for row in shown(at).all("table", "import-list")[0].all("tr")][1:]
    assert "Annulation de" in rows[0] and "1 laissée telle quelle" in rows[0] and "Rétablir" in rows[0]
    assert f"Annulé par {ANNE.email}" in rows[1] and "Bloc collé" in rows[1]


def test_undoing_twice_is_refused_and_undoing_is_undone(desk: Desk, root: Path) -> None:
    confirm(pasted(desk, "11\t12"))
    (batch,) = imports_of(desk)
    first, second = history(desk, lot=batch.code), history(desk, lot=batch.code)
    press(first, f"import_undo_{batch.code}")
    press(second, f"import_undo_{batch.code}")
    assert "a déjà été annulé" in notices(second)
    assert {state for _, state in stored(desk).values()} == {"retiree"}
    back = imports_of(desk)[0].code
    go(first, root, "importer", facon="historique", lot=back)
    press(first, f"import_undo_{back}")
    assert stored(desk)["ENT-01-A1/2023"] == (Decimal(11), "brouillon")


def test_each_sees_their_own_imports_and_the_administration_all(desk: Desk) -> None:
    confirm(pasted(desk, "11\t12"))
    (batch,) = imports_of(desk)
    assert "Aucun import pour le moment" in shown(history(desk, BOB)).text
    at = history(desk, BOB, lot=batch.code)
    assert "Aucun de ces imports" in shown(at).text and f"import_undo_{batch.code}" not in {
        one.key for one in at.button
    }
    assert ANNE.email in shown(history(desk, ADA)).text
    press(history(desk, ADA, lot=batch.code), f"import_undo_{batch.code}")
    assert imports_of(desk, ADA)[1].undone_by == ADA.email


def test_confidential_values_stay_so(desk: Desk) -> None:
    save(desk.engine, ANNE, typed("10", key(period="2023"), confidential=ConfStatus.CONFIDENTIAL))
    confirm(pasted(desk, "11"))
    with reading(desk.engine) as session:
        assert read_cells(session, {COUNT}).latest[key(period="2023")].conf_status == ConfStatus.CONFIDENTIAL
