"""À valider: who may, what is shown of a value, judging together, somebody else at the same time, publishing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.unit_of_work import reading
from db.vocabulary import ConfStatus, ObsStatus, ValueState
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import CellKey
from indicators.reading.people.journal import Filters, read_journal
from indicators.reading.values.cells import Cells, read_cells
from indicators.services.values import steps
from indicators.ui.validation import acts
from indicators.ui.validation.rows import unmarked
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    BOTH,
    COUNT,
    FOREIGN,
    RENE,
    SHARE,
    TODAY,
    VERA,
    WIM,
    key,
    publish,
    save,
    typed,
)
from tests.stores import SqliteStores
from tests.ui.entry_screens import Desk, desk_on, fill, go, keys, notices, press, shown

EMPTY = "Aucune valeur n’attend d’être validée"


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


def submit(desk: Desk, text: str, at: CellKey | None = None, by: Person = ANNE, note: str = "", **more: object) -> None:
    """Somebody enters a value and submits it."""
    at = at or key()
    more.setdefault("comment", "Vérifié")
    cells = _cells(desk, at.series)
    (outcome,) = save(desk.engine, by, typed(text, at, cells.version_no(at), **more))
    assert outcome.is_written, outcome
    (outcome,) = steps.step(desk.engine, by, Action.SUBMIT, [at], note, today=TODAY)
    assert outcome.is_written, outcome


def _cells(desk: Desk, *series: str) -> Cells:
    with reading(desk.engine) as session:
        return read_cells(session, set(series or (COUNT, SHARE, FOREIGN)))


def state(desk: Desk, at: CellKey | None = None) -> ValueState | None:
    return _cells(desk).state(at or key())


def versions(desk: Desk) -> int:
    return sum(row.version_no for row in _cells(desk).latest.values())


def test_it_opens_for_those_who_judge_and_says_why_not_to_the_others(desk: Desk) -> None:
    for person in (VERA, ADA):
        assert EMPTY in shown(desk.open(person, "valider")).text
    for person in (ANNE, RENE):
        refused = shown(desk.open(person, "valider")).text
        assert "rôle requis : validation ou administration" in refused and EMPTY not in refused


def test_a_value_is_shown_with_all_that_judging_it_needs(desk: Desk) -> None:
    publish(desk.engine, "10", key(period="2023"))
    submit(
        desk,
        "20",
        note="Relu <b>deux</b> fois",
        comment="Une <script>alerte</script> de plus",
        source="Rapport <i>annuel</i>",
        source_url="https://example.org/preuve?a=1&b=2",
        flags=frozenset({ObsStatus.PROVISIONAL}),
    )
    tree = shown(desk.open(VERA, "valider"))
    card = tree.one("div", "v-row")
    for said in (
        "10",
        "20",
        "+100,0 %",
        "par rapport à 2023",
        "Anne, soumise le",
        "Relu <b>deux</b> fois",
        "provisoire",
    ):
        assert said in card.text, said
    assert "Une <script>alerte</script> de plus" in card.text and not tree.all("script") and not card.all("i")
    (proof,) = [one for one in card.all("a") if one.attributes["href"].startswith("https")]
    assert proof.attributes["href"] == "https://example.org/preuve?a=1&b=2" and "noopener" in proof.attributes["rel"]
    assert "Statut" in card.one("p", "v-status").text
    assert "À vérifier" in tree.one("ul", "v-findings").text
    assert "1 valeur soumise" in tree.one("p", "lead").text


def test_a_proof_that_is_no_address_of_the_web_is_no_link(desk: Desk) -> None:
    submit(desk, "20", source="Fiche", source_url="")
    card = shown(desk.open(VERA, "valider")).one("div", "v-row")
    assert all(not one.attributes["href"].startswith("http") for one in card.all("a")) and "Fiche" in card.text


def test_a_correction_a_share_an_absence_and_a_confidential_value_are_told(desk: Desk) -> None:
    publish(desk.engine, "10")
    submit(desk, "9", motive="Erreur de saisie")
    submit(desk, "40", key(SHARE, "2023"))
    submit(desk, "n.d.", key(SHARE), absence=ObsStatus.NOT_COLLECTED)
    submit(desk, "7", key(period="2022"), confidential=ConfStatus.CONFIDENTIAL)
    submit(desk, "4", key(period="2021", item="PME"))
    tree = shown(desk.open(ADA, "valider"))
    for said in (
        "Correction",
        "−10,0 %",
        "valeur publiée pour la même période",
        "existe mais non collectée",
        "Confidentiel",
        "première valeur de la série",
        "première valeur publiée pour cette période",
    ):
        assert said in tree.text, said


def test_one_s_own_entry_is_shown_but_not_offered(desk: Desk) -> None:
    submit(desk, "20", by=ANNE)
    submit(desk, "30", key(period="2023"), by=BOB)
    at = desk.open(BOTH, "valider")
    assert [one.label for one in at.checkbox] == [unmarked(f"{COUNT} · 2023")]
    text = shown(at).text
    assert "Vous avez saisi ou soumis cette valeur" in text and "1 valeur à juger par une autre personne" in text


def test_values_of_other_areas_are_not_shown(desk: Desk) -> None:
    submit(desk, "20")
    submit(desk, "30", key(FOREIGN), by=ADA)
    assert [one.label for one in desk.open(VERA, "valider").checkbox] == [unmarked(f"{COUNT} · 2024")]
    assert [one.label for one in desk.open(WIM, "valider").checkbox] == [unmarked(f"{FOREIGN} · 2024")]


def test_a_bulk_is_shown_before_it_is_done_and_told_after(desk: Desk) -> None:
    for period in ("2022", "2023", "2024"):
        submit(desk, "20", key(period=period))
    at = press(desk.open(VERA, "valider"), "validation_main")
    assert "Aucune valeur n’est sélectionnée" in notices(at)
    at = press(at, "validation_all")
    assert all(one.value for one in at.checkbox)
    at.checkbox[0].uncheck().run()
    before = versions(desk)
    at = press(at, "validation_main")
    tree = shown(at)
    assert "Valider 2 valeurs ?" in tree.text and not at.checkbox
    assert len(tree.one("table").all("tr")) == 3 and versions(desk) == before, "nothing is done yet"
    assert "Valider 2 valeurs ?" not in shown(press(at, "validation_leave")).text and versions(desk) == before
    at = press(press(at, "validation_main"), "validation_confirm")
    assert "2 valeurs validées" in notices(at) and versions(desk) == before + 2
    assert len(shown(at).one("ul", "v-report").all("li")) == 2
    assert [one.label for one in at.checkbox] == [unmarked(f"{COUNT} · 2022")]
    assert not shown(press(at, "validation_forget")).all("ul", "v-report")
    assert {one.action for one in read_journal(desk.engine, ADA, Filters(actor=VERA.email))} == {"valider"}


def test_returning_needs_a_note_and_keeps_what_was_typed(desk: Desk) -> None:
    submit(desk, "20")
    at = press(press(desk.open(VERA, "valider"), "validation_all"), "validation_return")
    at = press(at, "validation_confirm")
    assert "Renvoyer une valeur demande une note" in notices(at) and state(desk) is ValueState.SUBMITTED
    at.text_area(key=acts.NOTE).set_value("x" * 5000)
    at = press(at, "validation_confirm")
    assert "dépasse" in notices(at) and len(at.text_area(key=acts.NOTE).value) == 5000
    at.text_area(key=acts.NOTE).set_value("Vérifiez l’unité")
    at = press(at, "validation_confirm")
    assert "1 valeur renvoyée" in notices(at) and state(desk) is ValueState.RETURNED
    assert EMPTY in shown(at).text
    submit(desk, "21", key(period="2023"))
    at = press(press(at.run(), "validation_all"), "validation_return")
    assert at.text_area(key=acts.NOTE).value == "", "the note went with the values"


def test_two_validators_at_once_judge_nothing_twice(desk: Desk) -> None:
    submit(desk, "20")
    submit(desk, "21", key(period="2023"))
    at = press(press(desk.open(VERA, "valider"), "validation_all"), "validation_main")
    steps.step(desk.engine, ADA, Action.VALIDATE, [key()], today=TODAY)
    before = versions(desk)
    at = press(at, "validation_confirm")
    assert versions(desk) == before + 1
    told = shown(at).one("ul", "v-report").text
    assert "Ada l’a déjà validée le" in told and "1 valeur validée" in notices(at)
    assert "elle n’a pas pu être validée" in notices(at)


def test_what_waits_to_be_confirmed_is_done_once_and_by_its_own_person(desk: Desk) -> None:
    submit(desk, "20")
    at = press(press(desk.open(VERA, "valider"), "validation_all"), "validation_main")
    desk.sit(ADA)
    assert "Valider 1 valeur ?" not in shown(at.run()).text
    desk.sit(VERA)
    at = press(at.run(), "validation_confirm")
    assert "1 valeur validée" in notices(at)
    before = versions(desk)
    acts.carry_out({}, {})  # the second half of a double click finds nothing to do
    assert versions(desk) == before


def test_forged_state_is_refused_by_the_service(desk: Desk) -> None:
    submit(desk, "20")
    submit(desk, "30", key(FOREIGN), by=ADA)
    at = press(press(desk.open(VERA, "valider"), "validation_all"), "validation_main")
    forged = {key(FOREIGN): 2, key(): 2, key("X"): 1}
    at.session_state["validation_pending"] = acts.Pending(Action.VALIDATE, forged, VERA.email)
    at = press(at.run(), "validation_confirm")
    told = shown(at).one("ul", "v-report").text
    assert "hors de votre périmètre" in told and "n’existe pas" in told
    assert state(desk, key(FOREIGN)) is ValueState.SUBMITTED and state(desk) is ValueState.VALIDATED


def test_publication_in_one_go_with_a_note(desk: Desk) -> None:
    for period in ("2023", "2024"):
        submit(desk, "20", key(period=period))
        steps.step(desk.engine, VERA, Action.VALIDATE, [key(period=period)], today=TODAY)
    at = desk.open(VERA, "valider", etape="publier")
    assert "Quelles valeurs attendent d’être publiées ?" in shown(at).text and all(one.value for one in at.checkbox)
    at = press(press(at, "validation_main"), "validation_confirm")
    assert "Publier demande une note" in notices(at) and state(desk) is ValueState.VALIDATED
    at.text_area(key=acts.NOTE).set_value("Comité du 5 décembre")
    at = press(at, "validation_confirm")
    assert "2 valeurs publiées" in notices(at) and state(desk) is ValueState.PUBLISHED
    assert "Aucune valeur n’attend d’être publiée" in shown(at).text
    at = go(at, desk.root, "indicateur", serie=COUNT)
    assert "20" in shown(at).text and "Aucune valeur" not in shown(at).one("h1").text


def test_groups_are_links_that_the_address_holds(desk: Desk) -> None:
    submit(desk, "20")
    submit(desk, "30", key(FOREIGN), by=ADA)
    at = desk.open(ADA, "valider", par="auteur")
    heads = [one.text for one in shown(at).all("h2", "v-group")]
    assert heads == ["Anne 1 valeur", "Ada 1 valeur"]
    at = go(at, desk.root, "valider", par="auteur", groupe="Anne")
    assert [one.label for one in at.checkbox] == [unmarked(f"{COUNT} · 2024")]
    at = go(at, desk.root, "valider", par="n’importe", groupe="quoi", page="99", etape="autre")
    assert [one.text for one in shown(at).all("a", "on")] == ["À valider (2)", "Aire", "Tout (2)"]


def test_a_label_cannot_become_markdown() -> None:
    assert unmarked("[x](http://a) *b* $c$") == r"\[x\]\(http\://a\) \*b\* \$c\$"


def test_ticking_is_lost_when_the_value_changes(desk: Desk) -> None:
    submit(desk, "20")
    at: AppTest = press(desk.open(VERA, "valider"), "validation_all")
    assert at.checkbox[0].value
    steps.step(desk.engine, ADA, Action.RETURN, [key()], "Revoir", today=TODAY)
    submit(desk, "22", note="Corrigé")
    at.run()
    assert not at.checkbox[0].value and "validation_main" in keys(at)
