"""CSV files in both conventions of docs/method.md, and those that follow neither."""

from decimal import Decimal

import pytest

from db.vocabulary import ConfStatus, ObsStatus
from indicators.exchange.csv_in import FREE, MACHINE, SPREADSHEET, read_csv
from indicators.exchange.limits import FileRefused
from indicators.exchange.rows import Content
from tests.unit.exchange.books import LEXICON

NAMES = "indicateur perimetre dimension modalite periode valeur unite obs_status conf_status version publie_le source commentaire"
MACHINE_HEADER, SPREADSHEET_HEADER = (NAMES.replace(" ", mark) for mark in ",;")


def read(*lines: str, encoding: str = "utf-8") -> Content:
    return read_csv("\r\n".join(lines).encode(encoding), LEXICON)


def chosen(content: Content) -> list[Decimal | None]:
    return [row.cell.chosen if row.cell else None for row in content.rows]


def test_the_machine_convention() -> None:
    found = read(
        MACHINE_HEADER,
        'ENT-06,A1,,,2024,1380.5,M€,E,F,3,2025-12-05,"Comptes, 2024",\'=x',
        "FIN-02,A1,,,2024-S1,1.234,PC,A,C,,,,",
    )
    assert (found.convention, found.problems) == (MACHINE, ())
    first, second = (row.cell for row in found.rows)
    assert first is not None and second is not None
    assert (first.key.series, first.key.period, first.chosen) == ("ENT-06-A1", "2024", Decimal("1380.5"))
    assert (first.flags, first.source, first.comment) == ({ObsStatus.ESTIMATED}, "Comptes, 2024", "=x")
    assert (second.chosen, second.flags, second.confidential) == (Decimal("1.234"), set(), ConfStatus.CONFIDENTIAL)
    assert [row.base for row in found.rows] == [3, None]


def test_the_spreadsheet_convention() -> None:
    found = read(
        SPREADSHEET_HEADER,
        "ENT-06;A1;;;2024;1380,5;M€;E;F;3;05/12/2025;Comptes, 2024;",
        "FIN-02;A1;;;31/05/2024;1,234;%;A;F;;;;",
        encoding="utf-8-sig",
    )
    assert found.convention == SPREADSHEET
    assert chosen(found) == [Decimal("1380.5"), Decimal("1.234")]
    assert found.rows[1].cell is not None and found.rows[1].cell.key.period == "2024-05-31"


def test_one_number_out_of_convention_takes_certainty_from_the_whole_file() -> None:
    lines = ("ENT-06,A1,,,2024,1.234,M€,A,F,,,,", 'ENT-06,A1,,,2023,"1380,5",M€,A,F,,,,')
    found = read(MACHINE_HEADER, *lines)
    assert found.convention == FREE
    assert [(row.typed, number) for row, number in zip(found.rows, chosen(found), strict=True)] == [
        ("1.234", None),
        ("1380,5", None),
    ]


def test_a_file_of_ones_own_follows_no_convention() -> None:
    found = read("serie;periode;valeur", "ENT-06-A1;2024;1.234")
    assert (found.convention, chosen(found)) == (FREE, [None])


def test_missing_values_say_why() -> None:
    found = read(MACHINE_HEADER, "ENT-06,A1,,,2024,,M€,L,F,,,,", "ENT-06,A1,,,2023,,M€,A,F,,,,")
    assert (len(found.rows), found.blanks) == (1, 1)
    assert found.rows[0].cell is not None and found.rows[0].cell.absence is ObsStatus.NOT_COLLECTED


def test_a_decimal_comma_that_splits_a_row_is_noticed() -> None:
    found = read(MACHINE_HEADER, "ENT-06,A1,,,2024,1380,5,M€,E,F,3,2025-12-05,Source,Remarque")
    assert found.rows[0].cell is None
    assert "La ligne a 14 champs au lieu de 13" in str(found.rows[0].problems[0])


def test_a_row_that_stops_early_is_noticed() -> None:
    found = read("periode;valeur;serie", "2024;12;ENT-06-A1", "2023;13")
    assert [row.cell is None for row in found.rows] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_leave_no_doubt(encoding: str) -> None:
    found = read("Série\tPériode\tValeur\tCommentaire", "ENT-06-A1\t2024\t12\tÉté", encoding=encoding)
    assert found.rows[0].cell is not None and found.rows[0].cell.comment == "Été"


def test_windows_is_read_where_it_is_the_only_reading_and_says_so() -> None:
    """Excel's « CSV (séparateur : point-virgule) »: a no-break space among the digits, accents, a dash."""
    found = read(
        "Série;Période;Valeur;Commentaire",
        "ENT-06-A1;2024;1\u00a0380,5;L’été – 3 000 € : « œuvré »",
        encoding="cp1252",
    )
    (row,) = found.rows
    assert row.cell is not None
    assert (row.typed, row.cell.comment) == ("1\u00a0380,5", "L’été – 3 000 € : « œuvré »")
    (said,) = found.problems
    assert not said.blocks and str(said).startswith("Fichier : lu en Windows-1252")
    assert read("serie;periode;valeur", "ENT-06-A1;2024;1\u00a0380,5", encoding="cp1252").rows[0].typed == row.typed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("série;période;valeur".encode("cp850"), "ni en UTF-8 ni en Windows-1252 : enregistrez-le"),
        ("série;période;valeur".encode("mac_roman"), "ni en UTF-8 ni en Windows-1252"),
        ("serie;periode;valeur;source\nENT-06-A1;2024;1;cœur".encode("iso-8859-15"), "ni en UTF-8"),
        ("serie;periode;valeur\nENT-06-A1;2024;û1".encode("cp850"), "ni en UTF-8"),
        ("série;période;valeur\nENT-06-A1;2024;été".encode() + b"\xe9", "ni en UTF-8"),
        ("série".encode("utf-16")[:-1], "abîmé"),
        (b"bonjour", "n'est pas une table de valeurs"),
        (b"serie;periode;valeurs\nENT-06-A1;2024;1", "il manque la colonne « valeur »"),
        (b"serie;periode;valeur;valeur\nENT-06-A1;2024;1;2", "répète"),
        (b'serie\tperiode\tvaleur\nENT-06-A1\t2024\t"1', "guillemets"),
        (b'serie;periode;valeur\nENT-06-A1;2024;"1', "guillemets"),
    ],
)
def test_texts_that_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_csv(content, LEXICON)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [(7, "Z", "Le statut « Z » n'est pas connu"), (8, "X", "de confidentialité « X » n'est pas connu")],
)
def test_codes_that_are_not_known(field: int, value: str, said: str) -> None:
    cells = ["ENT-06", "A1", "", "", "2024", "12", "M€", "A", "F", "", "", "", ""]
    cells[field] = value
    found = read(MACHINE_HEADER, ",".join(cells))
    assert said in str(found.rows[0].problems[0])


def test_indicator_and_perimeter_must_agree_with_the_series() -> None:
    found = read("serie;indicateur;perimetre;periode;valeur", "FIN-02-A1;FIN-02;A2;2024;1", ";FIN-02;A7;2024;1")
    assert "« A2 » ne correspond pas à la série FIN-02-A1 (A1)" in str(found.rows[0].problems[0])
    assert "Aucune série ne porte l'indicateur" in str(found.rows[1].problems[0])


def test_rows_are_named_by_their_line() -> None:
    found = read("serie;periode;valeur", "", "XX;2024;1")
    assert str(found.rows[0].problems[0]).startswith("Ligne 3, colonne A : La série « XX » n'existe pas")
