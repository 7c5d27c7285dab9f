"""Depuis la dernière réunion: each change once, its words, its filters, its file; and when there is nothing to say."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import connect
from db.vocabulary import AppreciationLevel, CommentKind, Horizon
from indicators.domain.committee.appreciations import Matter
from indicators.domain.committee.changes import ChangeKind
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellInput
from indicators.exchange import writers
from indicators.reading.committee.changes import Since, since
from indicators.reading.progress.review import read_review
from indicators.reading.progress.selection import area_of
from indicators.services.catalogue import horizons
from indicators.services.committee import decisions, editions, judgements
from indicators.services.committee.decisions import DecisionLinks
from indicators.services.values import steps, targets
from indicators.ui.since import read
from indicators.ui.since.lines import ChangeLine, lines_of, rows
from indicators.ui.since.words import SECTIONS
from indicators.ui.store import today
from tests.entry_world import ADA, ANNE, COUNT, NOBODY, RENE, TODAY, VERA, advance, key, publish, save
from tests.stores import SqliteStores
from tests.ui.entry_screens import LATER, Desk, desk_on, fill, go, shown
from tests.ui.viewer import Prepared, Seen, target

LAST, BETWEEN = "Qu’est-ce qui a changé depuis la dernière réunion ?", "Qu’est-ce qui a changé entre ces deux dates ?"
CODE, LABEL = "C1", "Comité du 01/02/2026"
AREA = Matter(area=1)


@pytest.fixture
def desk(sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on(sqlite_stores.filled(fill), root, monkeypatch) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(prepared: Prepared) -> Since:
    """What reading says of the demonstration since its last edition."""
    engine = connect(prepared.demo)
    found = since(engine, "COMITE-2026-05", today=today())
    engine.dispose()
    assert found is not None
    return found


def counts(seen: Seen | Any) -> dict[str, int]:
    """The numbers at the top, by the section that they open."""
    tree = seen.tree if isinstance(seen, Seen) else shown(seen)
    found = {}
    for each in tree.one("div", "since-counts").all("a"):
        (big,) = each.all("span", "big")
        (name,) = each.all("span", "name")
        found[name.text] = int(big.text.replace("\u202f", ""))
    return found


def freeze(desk: Desk) -> None:
    editions.freeze(desk.engine, ADA, CODE, LABEL, LATER)


def rows_of(at: AppTest) -> list[Any]:
    return [row for table in shown(at).all("table", "since-list") for row in table.all("tr")[1:]]


# Empty states ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [NOBODY, RENE, ADA])
def test_without_edition_the_screen_says_so_and_offers_a_day(desk: Desk, person: Any) -> None:
    page = shown(desk.open(person, "depuis"))
    assert page.one("h1").text == LAST and "Aucune édition n’est encore figée" in page.text
    assert page.one("form", "day") and "editions" in {target(link)[0] for link in page.all("a")}


def test_nothing_has_changed_is_said(desk: Desk) -> None:
    publish(desk.engine, "12")
    freeze(desk)
    at = desk.open(RENE, "depuis")
    assert "Rien n’a changé" in shown(at).text and "aucun statut n’a bougé" in shown(at).text
    assert all(many == 0 for name, many in counts(at).items() if name != "Données attendues")


def test_before_anything_was_recorded(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published, "depuis", de="2001-01-01")
    assert "Rien n’était encore enregistré à cette date" in seen.text and seen.h1 == BETWEEN


# What is told ---------------------------------------------------------------------------------------------------------


def test_each_change_is_told_once_with_who_and_why(desk: Desk) -> None:
    publish(desk.engine, "12")
    freeze(desk)
    publish(desk.engine, "34", key(period="2025"))
    correct(desk, "14")
    at = desk.open(RENE, "depuis", de=CODE)
    told = counts(at)
    assert (told["Nouvelles valeurs"], told["Révisions"]) == (1, 1)
    lines = [row.text for row in rows_of(at)]
    (new,) = [one for one in lines if "Nouvelle valeur" in one]
    (revised,) = [one for one in lines if "Valeur révisée" in one]
    assert "2025" in new and "34" in new
    assert "12 → 14" in revised and "Erreur <b>de frappe</b>" in revised, "the motive of whoever typed it"
    assert "par Anne" in revised and "Véra" not in revised, "and their name: publishing only lets it through"
    # The public is told what changed, not by whom.
    page = shown(desk.open(NOBODY, "depuis", de=CODE))
    assert "12 → 14" in page.text and "Anne" not in page.text


def test_what_was_said_is_told_once_with_its_words(desk: Desk) -> None:
    publish(desk.engine, "12")
    judgements.comment(desk.engine, VERA, AREA, CommentKind.RISKS, "Dit avant la réunion")
    freeze(desk)
    assert counts(desk.open(RENE, "depuis", de=CODE))["Appréciations et commentaires"] == 0
    judgements.comment(desk.engine, VERA, AREA, CommentKind.ACTIONS, "Relancer <b>les pôles</b>")
    judgements.appreciate(
        desk.engine, VERA, Matter(series=COUNT), AppreciationLevel.SUPPORT_NEEDED, "Trop peu", today=TODAY
    )
    at = desk.open(RENE, "depuis", de=CODE)
    assert counts(at)["Appréciations et commentaires"] == 2
    comment, proposal = (row.text for row in rows_of(at) if "par Véra" in row.text)
    assert "Aire 1" in comment and "Prochaines actions" in comment and "Relancer <b>les pôles</b>" in comment
    assert (
        "Appréciation proposée, à retenir" in proposal and "Appuis nécessaires" in proposal and "Trop peu" in proposal
    )
    judgements.comment(desk.engine, VERA, AREA, CommentKind.RISKS, "", base_version_no=1)
    taken_back = [row.text for row in rows_of(desk.open(NOBODY, "depuis", de=CODE)) if "texte retiré" in row.text]
    assert len(taken_back) == 1 and "Véra" not in taken_back[0]


def test_a_horizon_that_moved_is_told(desk: Desk) -> None:
    publish(desk.engine, "12")
    review = read_review(desk.engine, TODAY)
    assert review is not None
    horizon, due = review.catalogue.horizons[-1]
    freeze(desk)
    horizons.set_horizon(desk.engine, ADA, horizon, date(2033, 12, 31), seen=due, reason="Décision du gouvernement")
    at = desk.open(RENE, "depuis", de=CODE)
    (moved,) = [row.text for row in rows_of(at) if "Échéance déplacée" in row.text]
    assert f"{date_fr(due)} → 31/12/2033" in moved and counts(at)["Méthode et catalogue"] == 1


def correct(desk: Desk, text: str) -> None:
    """The value of 2024 entered anew with a motive, judged and published."""
    review = read_review(desk.engine, LATER)
    assert review is not None
    (known,) = [one for one in review.judged[COUNT].facts.observations if one.period.code == "2024"]
    typed_anew = CellInput(key(), text, known.version_no, comment="Vérifié", motive="Erreur <b>de frappe</b>")
    (outcome,) = save(desk.engine, ANNE, typed_anew)
    assert outcome.is_written, outcome
    advance(desk.engine, Action.SUBMIT, Action.VALIDATE)
    (published,) = steps.step(desk.engine, VERA, Action.PUBLISH, [key()], "Bon à publier", today=TODAY)
    assert published.is_written, published


def test_sections_agree_with_reading(view: Callable[..., Seen], prepared: Prepared, known: Since) -> None:
    seen = view(prepared.demo, "depuis")
    facts = Counter(one.kind for one in known.changes.facts)
    moved = sum(not one.is_reason_only for one in known.changes.moves)
    assert seen.h1 == LAST and seen.counted("statut") == moved
    assert counts(seen) == {
        "Statuts qui ont bougé": moved,
        "Nouvelles valeurs": facts[ChangeKind.NEW_VALUE],
        "Révisions": facts[ChangeKind.REVISED_VALUE] + facts[ChangeKind.WITHDRAWN_VALUE] + facts[ChangeKind.SOURCE],
        "Cibles et situations initiales": sum(many for kind, many in facts.items() if "TARGET" in kind.name)
        + sum(many for kind, many in facts.items() if "BASELINE" in kind.name),
        "Nouvelles ruptures de série": facts[ChangeKind.BREAK],
        "Données attendues": len(known.awaited),
        "Décisions": len(known.decisions),
        "Appréciations et commentaires": len(known.said),
        "Méthode et catalogue": 0,
    }


def test_every_change_is_a_line_and_its_cause_is_in_words(known: Since) -> None:
    lines = lines_of(known, str)
    overdue = sum(one.kind is ChangeKind.OVERDUE for one in known.changes.facts)
    decided = len(known.decisions) + len(known.closed) + len(known.said)
    assert len(lines) == len(known.changes.facts) - overdue + len(known.changes.moves) + len(known.awaited) + decided
    assert {one.section for one in lines} <= {one.code for one in SECTIONS}
    moves = {one.series: one for one in lines if one.section == "statuts"}
    assert "la valeur" in moves["ENT-01-A2"].why and "la situation initiale, ensemble" in moves["ENT-01-A2"].why
    assert moves["ENT-01-A2"].nature == "S’améliore"
    assert all(one.why.startswith("Cause : ") for one in moves.values())


def test_one_section_opens_alone_by_pages_and_keeps_the_ends(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "depuis", voir="valeurs")
    assert len(seen.tree.all("table", "since-list")) == 1
    assert len(seen.tree.one("table", "since-list").all("tr")) == 51
    last = view(prepared.demo, "depuis", voir="valeurs", page="99999")
    assert len(last.tree.one("table", "since-list").all("tr")) - 1 == counts(last)["Nouvelles valeurs"] % 50
    on = [link for link in seen.links if link.attributes.get("aria-current") and "alert" in link.attributes["class"]]
    assert [target(link)[1] for link in on] == [{"de": "COMITE-2026-05"}], "the same link closes it"


def test_filters_keep_an_area_and_a_family(view: Callable[..., Seen], prepared: Prepared, known: Since) -> None:
    seen = view(prepared.demo, "depuis", aire="2", famille="PRO", voir="statuts")
    codes = [row.all("td")[0].text for row in seen.tree.one("table", "since-list").all("tr")[1:]]
    assert codes and all(code.startswith("PRO-") for code in codes)
    sheets = [target(link)[1]["serie"] for link in seen.links if target(link)[0] == "indicateur"]
    assert sheets and all(area_of(known.after.judged[code]) == "2" for code in sheets)
    assert "Aucun changement ne répond" in view(prepared.demo, "depuis", aire="6", famille="SNU", voir="revisions").text


def test_two_editions_are_compared_and_lead_to_their_sheets(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "depuis", de="COMITE-2025-11", a="COMITE-2026-05", voir="statuts")
    assert seen.h1 == BETWEEN and "Comité du 20/11/2025 → Comité du 21/05/2026" in seen.lead
    found = [target(link)[1] for link in seen.links if target(link)[0] == "indicateur"]
    assert found and {one["edition"] for one in found} == {"COMITE-2026-05"}
    swapped = view(prepared.demo, "depuis", de="COMITE-2026-05", a="COMITE-2025-11")
    assert "les deux ont été échangés" in swapped.text and swapped.lead.split(" · ")[0] in seen.lead


def test_days_are_ends_too(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "depuis", de="2025-06-30", a="2026-06-30", voir="valeurs")
    assert "le 30/06/2025 → le 30/06/2026" in seen.lead
    found = [target(link)[1] for link in seen.links if target(link)[0] == "indicateur"]
    assert found and {one["au"] for one in found} == {"2026-06-30"}


@pytest.mark.parametrize("name", ["de", "a", "aire", "famille", "voir"])
@pytest.mark.parametrize("asked", ["<b>x</b>", "2999-01-01", "demain"])
def test_what_means_nothing_is_told_and_ignored(
    view: Callable[..., Seen], prepared: Prepared, name: str, asked: str
) -> None:
    seen = view(prepared.demo, "depuis", **{name: asked})
    assert f"{asked} »" in seen.text and seen.h1 == LAST and "ignoré" in seen.text
    assert seen.lead == view(prepared.demo, "depuis").lead


def test_targets_decisions_and_what_was_withdrawn(desk: Desk) -> None:
    due = date(2026, 12, 31)
    first = targets.set_target(desk.engine, VERA, COUNT, Horizon.SHORT, "20", due=due, reason="Décidé", today=TODAY)
    freeze(desk)
    targets.set_target(
        desk.engine,
        VERA,
        COUNT,
        Horizon.SHORT,
        "25",
        due=due,
        base_version_no=first.version_no,
        reason="Revue à la hausse",
        decided_on=date(2025, 2, 1),
        today=TODAY,
    )
    decisions.decide(
        desk.engine,
        ADA,
        "Écrire <i>aux</i> pôles",
        in_charge="Anne",
        due_on=date(2026, 1, 1),
        about=DecisionLinks((COUNT,)),
    )
    at = desk.open(RENE, "depuis")
    told = counts(at)
    assert told["Cibles et situations initiales"] == 1 and told["Décisions"] == 1
    text = " ".join(row.text for row in rows_of(at))
    assert "20 au 31/12/2026 → 25 au 31/12/2026" in text and "Revue à la hausse" in text
    assert "Écrire <i>aux</i> pôles" in text and "Échéance dépassée" in text
    at = go(at, desk.root, "depuis", aire="2")
    assert counts(at)["Cibles et situations initiales"] == 0 and counts(at)["Décisions"] == 0


def test_formulas_are_made_harmless() -> None:
    line = ChangeLine(
        "revisions", "Valeur révisée", "ENT-01", "=cmd()", "@aire", why="+1", author="-x", on=date(2026, 1, 2)
    )
    text = writers.to_spreadsheet_csv(list(rows([line])))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert (row["libelle"], row["perimetre"], row["auteur"]) == ("'=cmd()", "'@aire", "'-x")
    assert row["rubrique"] == "Révisions" and row["date"] == "2026-01-02"


# The overview ---------------------------------------------------------------------------------------------------------


def test_the_overview_leads_there_and_counts_once_it_is_known(
    view: Callable[..., Seen], prepared: Prepared, known: Since
) -> None:
    view(prepared.demo)
    for future in list(read._futures.values()):
        future.result()
    seen = view(prepared.demo)
    moved = sum(not one.is_reason_only for one in known.changes.moves)
    (door,) = [link for link in seen.links if target(link)[0] == "depuis"]
    assert door.text.replace("\u00a0", " ") == f"Depuis la dernière réunion : {moved} statuts ont bougé"
    assert target(door)[1] == {"de": "COMITE-2026-05"}
    assert not [link for link in view(prepared.published).links if target(link)[0] == "depuis"]
    past = view(prepared.demo, au="2025-12-31")
    assert not [link for link in past.links if target(link)[0] == "depuis"]


def test_a_comparison_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def unlucky(*_: Any, **__: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise OSError("réseau")

    monkeypatch.setattr(read, "since", unlucky)
    monkeypatch.setattr(read, "store", SimpleNamespace(engine=lambda: None))
    wanted = ("x", 1, date(2026, 1, 1), datetime(2025, 1, 1, tzinfo=UTC), None)
    with pytest.raises(OSError, match="réseau"):
        read._future(wanted).result()
    assert read._future(wanted).result() is None and len(calls) == 2
    assert read._future(wanted).result() is None and len(calls) == 2, "what succeeded is kept"
    read._futures.pop(wanted)
