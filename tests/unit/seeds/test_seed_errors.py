"""Each kind of mistake is named by file, line and field, in French, and all of them come at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.reader import SeedError, read_catalogue, read_published
from seeds.schema import CatalogueFiles

Spoil = Callable[[str, str, str], int]
Problems = Callable[[], list[str]]

ENT, PRO, SNU = (f"catalogue/indicateurs-{family}.yaml" for family in ("ent", "pro", "snu"))
ROADMAP, LISTS = "catalogue/feuille-de-route.yaml", "catalogue/listes-de-codes.yaml"
UNITS, TARGETS = "catalogue/unites.yaml", "catalogue/cibles-normatives.yaml"
RSW, CARTO = "published/reseau-sante-wallon.yaml", "published/cartographie-medtech.yaml"

# File, text to replace, what a hand could have typed, where it is blamed (lines below the change, or text of the
# line), field, message (None: only the place matters).
MISTAKES = [
    (ENT, "sens: hausse", "sens: hause", 0, "sens", "« hause » n’est pas une valeur admise (hausse, baisse, aucun)."),
    (ENT, "decimales: 0", "decimales: zéro", 0, "decimales", "« zéro » n’est pas un nombre entier."),
    (ENT, "decimales: 0", "decimales: 9", 0, "decimales", "« 9 » dépasse 6."),
    (ENT, "noyau: oui", "noyau: true", 0, "noyau", "« true » n’est pas une valeur admise (oui, non)."),
    (ENT, "unite: NB", "unite: NBR", 0, "unite", "« NBR » n’est pas une unité du catalogue."),
    (ENT, "unite: NB\n", "unite: NB\n    unite: NB\n", 1, "unite", "champ écrit deux fois."),
    (ENT, "    agregation: DIST\n", "", "- code: ENT-01", "agregation", "champ obligatoire absent."),
    (
        ENT,
        "    nature: stock\n",
        "    natures: stock\n",
        0,
        "natures",
        "champ inconnu ; vouliez-vous dire « nature » ?",
    ),
    (ENT, "[ROLE, TAILLE", "[RÔLE, TAILLE", 0, "ventilations", None),
    (ENT, "[ROLE, TAILLE", "[ROLES, TAILLE", 0, "ventilations", "« ROLES » n’est pas une liste de codes du catalogue."),
    (ENT, "code: ENT-02", "code: ENX-02", 0, "code", "« ENX » n’est pas une famille du catalogue."),
    (ENT, "      6: T", "      7: T", 0, "aires.7", "« 7 » n’est pas une aire du catalogue."),
    (ENT, "      1: T", "      1: Q", 0, "aires.1.application", "« Q » n’est pas une valeur admise (T, P, DIS, +)."),
    (ENT, "      1: T", "      1: P", 0, "aires.1", "« P » demande une précision (champ « precision »)."),
    (
        ENT,
        "perimetre: G345",
        "perimetre: G34",
        0,
        "hors_matrice.perimetre",
        "« G34 » n’est pas un périmètre du catalogue.",
    ),
    (ENT, "perimetre: G345", "perimetre: A1", 0, "hors_matrice.perimetre", "« A1 » a déjà sa série."),
    (
        SNU,
        "lit: SNU-01-A5",
        "lit: SNU-02-A5",
        0,
        "aires.6.lit",
        "« SNU-02-A5 » n’est pas une série de cet indicateur qui porte ses valeurs.",
    ),
    (
        ROADMAP,
        "CT: 2023-12-31",
        "CT: 2023-02-30",
        0,
        "echeances.CT",
        "« 2023-02-30 » n’existe pas dans le calendrier.",
    ),
    (
        ROADMAP,
        "  echeances:\n    CT: 2023-12-31",
        "  echeances:\n    CT: 2033-12-31",
        0,
        "echeances",
        "les dates doivent se suivre : situation initiale, CT, MT, LT.",
    ),
    (ROADMAP, "    LT: 2031-12-31\n", "", "  echeances:", "echeances", "échéance absente : LT."),
    (
        ROADMAP,
        "LT: 2031",
        "XT: 2031",
        0,
        "echeances.XT",
        "« XT » n’est pas une valeur admise (CT, MT, LT).",
    ),
    (
        ROADMAP,
        "aires: [3, 4, 5]",
        "aires: [3]",
        0,
        "aires",
        "un périmètre « aire » compte une aire, les autres plusieurs.",
    ),
    (
        ENT,
        "sens: hausse",
        "sens: aucun",
        "- code: ENT-01",
        "",
        "un « sens : aucun » demande le type « contexte ».",
    ),
    (ROADMAP, "  - numero: 2\n", "  - numero: 1\n", 0, "numero", None),
    (ROADMAP, "ambition: 3", "ambition: 4", 0, "ambition", "« 4 » n’est pas une ambition du catalogue."),
    (
        ROADMAP,
        "genre: produits",
        "genre: societes",
        0,
        "effets.genre",
        "« societes » est déjà écrit pour cette aire.",
    ),
    (LISTS, "code: SPIN-OUT", "code: SPIN-OFF", 0, "items.code", "« SPIN-OFF » existe déjà dans cette liste."),
    (LISTS, "parent: NC30", "parent: NC31", 0, "items.parent", "« NC31 » n’est pas un item de la liste."),
    (UNITS, "code: PC,", "code: p c,", 0, "code", None),
    (
        "catalogue/operations.yaml",
        "aire: 1",
        "aire: 8",
        0,
        "aire",
        "« 8 » n’est pas une aire du catalogue.",
    ),
    (
        "catalogue/ruptures.yaml",
        "[HOP-06]",
        "[HOP-66]",
        0,
        "indicateurs",
        "« HOP-66 » n’est pas un indicateur du catalogue.",
    ),
    (
        "catalogue/contexte.yaml",
        "type: contexte",
        "type: resultat",
        "- code: CTX-01",
        "",
        None,
    ),
    (
        TARGETS,
        "serie: PRO-11-A5",
        "serie: ENT-13-DIS",
        0,
        "serie",
        "un indicateur de contexte ne reçoit jamais de cible.",
    ),
    (TARGETS, "serie: PRO-11-A5", "serie: PRO-11-A9", 0, "serie", "« PRO-11-A9 » n’est pas une série du catalogue."),
    (TARGETS, "valeur: 100", "valeur: 101", 0, "valeur", "« 101 » n’est pas un pourcentage entre 0 et 100."),
    (TARGETS, "serie: PRO-11-A6", "serie: PRO-11-A5", 0, "serie", None),
    (RSW, "serie: CTX-01-DIS", "serie: CTX-99-DIS", 0, "serie", "« CTX-99-DIS » n’est pas une série du catalogue."),
    (
        RSW,
        "serie: SNU-01-A5",
        "serie: SNU-01-A6",
        0,
        "serie",
        "« SNU-01-A6 » lit la série « SNU-01-A5 » : écrivez-y la valeur.",
    ),
    (RSW, "valeur: 28\n", "valeur: 128\n", 0, "valeur", "« 128 » n’est pas un pourcentage entre 0 et 100."),
    (
        RSW,
        "valeur: 1000495",
        "valeur: 1 000 495",
        0,
        "valeur",
        "« 1 000 495 » n’est pas un nombre décimal (ni espace, ni symbole).",
    ),
    (RSW, "valeur: 14000", "valeur: 14.000", 0, "valeur", "« 14.000 » est ambigu : écrivez 14000 ou 14,000."),
    (RSW, "valeur: 28\n", "valeur: .nan\n", 0, "valeur", None),
    (RSW, "    periode: 2017-02-24\n", "", -1, "periode", "champ obligatoire absent."),
    (RSW, "periode: 2017-02-24", "periode: printemps 2017", 0, "periode", None),
    (
        RSW,
        '    source: "Le journal du Médecin (02/2017)"',
        '    source: ""',
        0,
        "source",
        "ce champ ne peut pas être vide.",
    ),
    (RSW, "item: KINE", "item: KINES", 0, "item", "« KINES » n’est pas un item de la liste « PROFESSION-SOINS »."),
    (RSW, "    item: KINE\n", "", -2, "", "« liste » et « item » vont ensemble."),
    (
        RSW,
        "liste: PROFESSION-SOINS",
        "liste: PROFESSIONS",
        0,
        "liste",
        "« PROFESSIONS » n’est pas une liste de codes du catalogue.",
    ),
    (
        CARTO,
        "serie: ENT-01-G345\n    liste",
        "serie: CTX-22-G345\n    liste",
        1,
        "liste",
        "la série « CTX-22-G345 » n’a pas la ventilation « ROLE ».",
    ),
    (RSW, "drapeaux: [U]", "drapeaux: [O]", -3, "", None),
    (RSW, "drapeaux: [U]", "drapeaux: [Z]", 0, "drapeaux", None),
    (RSW, "drapeaux: [U]", "drapeaux: U", 0, "drapeaux", "une liste est attendue ici."),
    (RSW, "fiabilite: A", "fiabilite: C", 0, "fiabilite", "« C » n’est pas une valeur admise (A, B)."),
    (RSW, "periode: 2017-06-05", "periode: 2017-02-24", 0, "periode", None),
    (RSW, "releve: CSV-3", "releve: CSV-2", 0, "releve", None),
]


@pytest.mark.parametrize(("name", "old", "new", "below", "field", "message"), MISTAKES)
def test_a_mistake_is_named_by_file_line_and_field(
    name: str,
    old: str,
    new: str,
    below: int | str,
    field: str,
    message: str | None,
    spoil: Spoil,
    problems: Problems,
    copy: Path,
) -> None:
    changed = spoil(name, old, new)
    line = changed + below if isinstance(below, int) else _line_of(copy / name, below)
    found = problems()
    place = f"seeds/{name}, ligne {line}" + (f", champ « {field} »" if field else "") + " : "
    assert [one for one in found if one.startswith(place) and (message is None or one == place + message)], found


def _line_of(path: Path, text: str) -> int:
    return path.read_text(encoding="utf-8").partition(text)[0].count("\n") + 1


def test_one_mistake_gives_one_message(spoil: Spoil, problems: Problems) -> None:
    line = spoil(ENT, "sens: hausse", "sens: hause")
    assert problems() == [
        f"seeds/{ENT}, ligne {line}, champ « sens » : « hause » n’est pas une valeur admise (hausse, baisse, aucun)."
    ]


def test_all_mistakes_of_all_files_come_together(spoil: Spoil, copy: Path) -> None:
    spoil(ENT, "sens: hausse", "sens: hause")
    spoil(ENT, "type: resultat", "type: résultat")
    spoil(PRO, "unite: MOIS", "unite: MOI")
    spoil(UNITS, "pourcentage: oui", "pourcentage: yes")
    spoil(TARGETS, "valeur: 36", "valeur: trente-six")
    (copy / "catalogue/ruptures.yaml").unlink()
    with pytest.raises(SeedError) as caught:
        read_catalogue(copy / "catalogue")
    fields = [(one.file.rpartition("/")[2], one.field) for one in caught.value.problems]
    assert fields == [
        ("cibles-normatives.yaml", "valeur"),
        ("indicateurs-ent.yaml", "sens"),
        ("indicateurs-ent.yaml", "type"),
        ("indicateurs-pro.yaml", "unite"),
        ("ruptures.yaml", ""),
        ("unites.yaml", "pourcentage"),
    ]
    assert str(caught.value).count("\n") == 5


def test_an_unreadable_file_does_not_blame_those_that_name_it(spoil: Spoil, problems: Problems) -> None:
    line = spoil(UNITS, "unites:", "unites: [")
    (only,) = problems()
    assert only.startswith(f"seeds/{UNITS}, ligne ") and "la syntaxe YAML n’est pas respectée" in only
    assert int(only.split("ligne ")[1].split(" ")[0]) >= line


def test_syntax_error_gives_its_line(spoil: Spoil, problems: Problems) -> None:
    line = spoil(ENT, 'libelle: "Entreprises créées dans l’année"', 'libelle: "Entreprises" : créées')
    (only,) = [one for one in problems() if "syntaxe" in one]
    assert only.startswith(f"seeds/{ENT}, ligne {line} : la syntaxe YAML n’est pas respectée")


def test_tabs_are_refused_with_their_lines(spoil: Spoil, problems: Problems) -> None:
    line = spoil(TARGETS, "    echeance: LT", "\techeance: LT")
    assert problems() == [f"seeds/{TARGETS}, ligne {line} : tabulation non admise : utilisez des espaces."]


def test_anchors_are_refused(spoil: Spoil, problems: Problems) -> None:
    spoil(ENT, "operations: [reseautage, transfert]", "operations: &o [reseautage, transfert]")
    line = spoil(ENT, "operations: [transfert]", "operations: *o")
    assert f"seeds/{ENT}, ligne " in problems()[0]
    assert any("les ancres (&) et les renvois (*) ne sont pas admis." in one for one in problems())
    assert line > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "le fichier est vide."),
        (b"unites: []\nautres: []\n", "section inconnue dans ce fichier."),
        (b"autres: []\n", "section absente."),
        (b"unites: oui\n", "une liste est attendue (tirets)."),
        (b"- code: PC\n", "le fichier doit commencer par un nom de section."),
        (b"unites: [1]\n", "un groupe de champs est attendu ici."),
        (b"unites:\n  - {code: [1], libelle: x, symbole: x, pourcentage: oui}\n", "un texte est attendu ici."),
        (b"unites:\n  - {[1]: x}\n", "un nom de champ doit être un mot simple."),
        ("unites: é".encode("latin-1"), "le fichier n’est pas encodé en UTF-8."),
    ],
)
def test_shape_of_a_file(content: bytes, message: str, copy: Path, problems: Problems) -> None:
    (copy / UNITS).write_bytes(content)
    assert any(one.startswith(f"seeds/{UNITS}") and one.endswith(message) for one in problems())


def test_an_area_without_perimeter_is_said_on_each_card(
    spoil: Spoil, problems: Problems, catalogue: CatalogueFiles
) -> None:
    spoil(ROADMAP, "{code: A1,", "{code: B1,")
    found = [one for one in problems() if one.endswith("« A1 » n’est pas un périmètre du catalogue.")]
    assert len(found) == sum("1" in one.cells for one in catalogue.indicators)
    assert all("champ « aires.1 »" in one for one in found)


def test_other_endings_are_not_ignored(copy: Path, problems: Problems) -> None:
    (copy / RSW).rename(copy / "published/reseau.yml")
    assert problems() == ["seeds/published/reseau.yml : nom de fichier inattendu."]


def test_missing_file_of_a_family(copy: Path, problems: Problems) -> None:
    (copy / ENT).unlink()
    assert f"seeds/{ENT} : fichier absent." in problems()


def test_a_file_with_an_unexpected_name_is_not_ignored(copy: Path, problems: Problems) -> None:
    (copy / UNITS).rename(copy / "catalogue/unite.yaml")
    assert "seeds/catalogue/unite.yaml : nom de fichier inattendu." in problems()
    assert f"seeds/{UNITS} : fichier absent." in problems()


def test_a_folder_without_published_values_is_refused(tmp_path: Path, catalogue: CatalogueFiles) -> None:
    with pytest.raises(SeedError, match="aucun fichier"):
        read_published(tmp_path, catalogue)
