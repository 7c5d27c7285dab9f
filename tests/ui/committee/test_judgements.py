"""The committee's appreciation, the pilots' comments and the decisions, on the sheets of an area and of an indicator."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.engine import Engine
from db.vocabulary import AppreciationLevel, AppreciationState, CommentKind, Horizon
from indicators.domain.committee.appreciations import Matter
from indicators.domain.rights import Person
from indicators.domain.statuses import Status
from indicators.reading.committee.judgements import Appreciation, Comment, history, read_judgements
from indicators.services.committee import decisions, judgements
from indicators.services.committee.decisions import DecisionLinks
from indicators.services.values import targets
from indicators.settings import settings
from indicators.ui import store as seen_store
from indicators.ui.judgements import signs
from tests.entry_world import ADA, ANNE, COUNT, NOBODY, RENE, SHOWN, TODAY, VERA, WIM, publish
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store
from tests.ui.viewer import Prepared, target

Sit = Callable[..., Desk]
SERIES, AREA = Matter(series=COUNT), Matter(area=1)
SUPPORT, SECURED = AppreciationLevel.SUPPORT_NEEDED, AppreciationLevel.SECURED
EVIL = '<script>alert(1)</script> **gras** & "guillemets" [x](javascript:alert(1))'


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with small_store(sqlite_stores, monkeypatch) as engine:
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Somebody in front of the sheet of a series, or of an area."""
    seat = seat_of(monkeypatch)

    def seated(person: Person, matter: Matter = SERIES, **more: str) -> Desk:
        about = {"aire": str(matter.area)} if matter.area else {"serie": matter.series}
        return desk(root, person, seat).open("aire" if matter.area else "indicateur", **about, **more)

    return seated


def late(engine: Engine) -> None:
    """The series is late: 11 on a way from 10 to 40."""
    targets.set_baseline(engine, VERA, COUNT, "10", date(2021, 12, 31), source="Enquête", today=TODAY)
    targets.set_target(engine, VERA, COUNT, Horizon.MEDIUM, "40", due=date(2026, 12, 31), today=TODAY)
    publish(engine, "11")


def field(at: Desk, form: str, name: str) -> Any:
    """The only field of a form whose key begins so."""
    widgets = (*at.at.text_input, *at.at.text_area, *at.at.selectbox)
    (found,) = [one for one in widgets if (one.key or "").startswith(f"{form}:{name}")]
    return found


def fill(at: Desk, form: str, **texts: object) -> Desk:
    for name, value in texts.items():
        field(at, form, name).set_value(value)
        at.run()
    return at


def appreciate(at: Desk, matter: Matter, level: AppreciationLevel, motive: str = "", **more: str) -> Desk:
    form = f"appreciate:{matter}"
    return fill(at, form, level=level, motive=motive, **more).click(f"{form}:go")


def said(engine: Engine, matter: Matter) -> list[tuple[str, str, str]]:
    found = (one for one in history(engine, matter) if isinstance(one, Appreciation))
    return [(str(one.level), str(one.state), one.motive) for one in found]


# Who comes in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matter", [SERIES, AREA], ids=str)
def test_everybody_reads_and_only_who_may_writes(sit: Sit, matter: Matter) -> None:
    for person in (NOBODY, RENE, ANNE, WIM, VERA, ADA):
        at = sit(person, matter)
        titles = [one.text for one in at.seen.tree.all("h2")]
        assert {"Appréciation du comité", "Commentaires", "Décisions"} <= set(titles), titles
        forms = {one.label for one in at.at.expander}
        assert ("Porter une appréciation" in forms) is (person is ADA)
        assert ("Proposer une appréciation" in forms) is (person is VERA)
        assert ("Ajouter ou réviser un commentaire" in forms) is (person in (VERA, ADA))
        assert "Aucun commentaire" in at.text and "Aucune décision ne concerne" in at.text


def test_the_author_is_not_told_to_the_public(sit: Sit, held: Engine) -> None:
    judgements.appreciate(held, ADA, SERIES, SUPPORT, "Motif", today=TODAY)
    judgements.comment(held, VERA, SERIES, CommentKind.RISKS, "Un risque")
    assert "Ada, le " in sit(RENE).text and "Véra, le " in sit(RENE).text
    public = sit(NOBODY).text
    assert "Motif" in public and "Un risque" in public
    assert not any(name in public for name in ("Ada", "Véra", "@example.org"))


# Appreciations --------------------------------------------------------------------------------------------------------


def test_signs_of_appreciations_are_not_those_of_statuses(root: Path) -> None:
    files = {level: root / f"static/appreciations/{level}.svg" for level in AppreciationLevel}
    drawn = {level: file.read_text(encoding="utf-8") for level, file in files.items()}
    assert len(set(drawn.values())) == len(AppreciationLevel)
    statuses = {(root / f"static/signs/{status}.svg").read_text(encoding="utf-8") for status in Status}
    assert not statuses & set(drawn.values())
    for level in AppreciationLevel:
        assert f"static/appreciations/{level}.svg" in signs.badge(level)


def test_a_status_that_alarms_awaits_an_appreciation_and_its_motive(sit: Sit, held: Engine) -> None:
    late(held)
    at = sit(ADA)
    assert "Appréciation attendue" in at.text and "l’appréciation du comité est attendue" in at.text
    appreciate(at, SERIES, SECURED)
    assert "donnez-en le motif" in at.text and "Refusé" in at.text and said(held, SERIES) == []
    form = f"appreciate:{SERIES}"
    assert field(at, form, "level").value is SECURED, "what was chosen stays"
    fill(at, form, motive="Deux ouvertures sont signées.", meeting="12/03/2025").click(f"{form}:go")
    assert said(held, SERIES) == [("securises", "retenue", "Deux ouvertures sont signées.")]
    assert (
        "Objectifs sécurisés" in at.text
        and "comité du 12/03/2025" in at.text
        and "Appréciation attendue" not in at.text
    )
    assert "En retard" in at.text, "the computed status stays as it is"
    assert field(at, form, "level").value is None and field(at, form, "motive").value == ""


def test_a_date_that_is_none_is_refused_and_stays(sit: Sit, held: Engine) -> None:
    at = appreciate(sit(ADA, AREA), AREA, SUPPORT, "Motif", meeting="bientôt")
    assert "n’est pas une date" in at.text and said(held, AREA) == []
    assert field(at, f"appreciate:{AREA}", "meeting").value == "bientôt"
    at.click(f"appreciate:{AREA}:go")
    assert said(held, AREA) == []


def test_a_pilot_proposes_and_the_secretariat_confirms(sit: Sit, held: Engine) -> None:
    appreciate(sit(VERA, AREA), AREA, SUPPORT, "Il manque un financement.", meeting="12/03/2025")
    assert said(held, AREA) == [("appuis_necessaires", "proposee", "Il manque un financement.")]
    for stranger in (NOBODY, RENE, ANNE):
        assert "Il manque un financement" not in sit(stranger, AREA).text
    pilot = sit(VERA, AREA)
    assert "que le secrétariat du comité doit confirmer" in pilot.text
    assert "Retenir cette proposition" not in pilot.labels()
    at = sit(ADA, AREA).press("Retenir cette proposition")
    assert said(held, AREA)[-1] == ("appuis_necessaires", "retenue", "Il manque un financement.")
    assert "Retenir cette proposition" not in at.labels() and "Non renseignée" not in at.text
    public = sit(NOBODY, AREA).text
    assert "Il manque un financement" in public and "proposition" not in public.lower()


def test_a_proposal_is_put_aside_or_taken_back(sit: Sit, held: Engine) -> None:
    appreciate(sit(VERA), SERIES, SUPPORT, "Motif")
    sit(ADA).press("Écarter la proposition")
    assert said(held, SERIES)[-1][1] == AppreciationState.WITHDRAWN
    appreciate(sit(VERA), SERIES, SUPPORT, "Autre motif")
    sit(VERA).press("Retirer")
    assert [state for _, state, _ in said(held, SERIES)] == ["proposee", "retiree", "proposee", "retiree"]
    assert read_judgements(held).of(SERIES).level is None
    assert "(4 versions)" in sit(VERA).text


def test_a_conflict_is_told_and_the_next_click_is_over_what_was_told(sit: Sit, held: Engine) -> None:
    at = sit(ADA, AREA)
    form = f"appreciate:{AREA}"
    fill(at, form, level=SUPPORT, motive="La mienne")
    other = Person("Otto", "o@example.org", ADA.roles)
    judgements.appreciate(held, other, AREA, SECURED, "La sienne", today=TODAY)
    at.run().click(f"{form}:go")
    assert "o@example.org a écrit" in at.text and "La sienne" in at.text and len(said(held, AREA)) == 1
    assert field(at, form, "motive").value == "La mienne"
    at.click(f"{form}:go")
    assert [motive for _, _, motive in said(held, AREA)] == ["La sienne", "La mienne"]


def test_a_second_click_and_a_forged_level_write_nothing(sit: Sit, held: Engine) -> None:
    at = appreciate(sit(ADA), SERIES, SUPPORT, "Motif")
    at.click(f"appreciate:{SERIES}:go")
    assert len(said(held, SERIES)) == 1 and "Choisissez un niveau" in at.text


def test_a_series_that_shows_another_is_judged_there(sit: Sit, held: Engine) -> None:
    judgements.appreciate(held, ADA, SERIES, SUPPORT, "Motif", today=TODAY)
    at = sit(ADA, Matter(series=SHOWN))
    assert "c’est celle-là qui est jugée" in at.text and "Appuis nécessaires" in at.text
    assert ("indicateur", {"serie": COUNT}) in [target(one) for one in at.seen.links]
    appreciate(at, SERIES, SECURED, "Autre motif")
    assert len(said(held, SERIES)) == 2


# Comments -------------------------------------------------------------------------------------------------------------


def test_comments_of_each_kind_are_added_revised_and_taken_back(sit: Sit, held: Engine) -> None:
    at = sit(VERA, AREA)
    for kind in CommentKind:
        at.at.selectbox(key=f"comment:{AREA}:kind").set_value(kind)
        at.run()
        form = f"comment:{AREA}:{kind}"
        fill(at, form, text=f"Texte {kind}").click(f"{form}:go")
    assert [one.text for one in read_judgements(held).of(AREA).texts] == [f"Texte {kind}" for kind in CommentKind]
    assert "Explication des chiffres" in at.text and "Exemples de réussite" in at.text
    form = f"comment:{AREA}:{CommentKind.SUCCESS}"
    assert field(at, form, "text").value == "Texte reussites", "the form starts from what stands"
    fill(at, form, text="Révisé").click(f"{form}:go").click(f"{form}:go")
    fill(at, form, text="").click(f"{form}:go")
    kept = [one for one in history(held, AREA) if isinstance(one, Comment)]
    assert [one.text for one in kept[-2:]] == ["Révisé", ""] and len(kept) == 6
    assert "Commentaire retiré" in at.text and "(6 versions)" in at.text


def test_a_comment_under_way_is_not_replaced_and_its_conflict_is_told(sit: Sit, held: Engine) -> None:
    at = sit(VERA, AREA)
    form = f"comment:{AREA}:{CommentKind.FIGURES}"
    fill(at, form, text="Le mien")
    judgements.comment(held, ADA, AREA, CommentKind.FIGURES, "Le sien")
    at.run().click(f"{form}:go")
    assert "a écrit" in at.text and "Le sien" in at.text and field(at, form, "text").value == "Le mien"
    at.click(f"{form}:go")
    assert [one.text for one in history(held, AREA)] == ["Le sien", "Le mien"]
    judgements.comment(held, ADA, AREA, CommentKind.FIGURES, "Encore", base_version_no=2)
    assert field(at.run(), form, "text").value == "Encore", "an untouched field follows what is stored"


def test_what_people_write_is_text_and_nothing_else(sit: Sit, held: Engine) -> None:
    judgements.appreciate(held, ADA, SERIES, SUPPORT, EVIL, today=TODAY)
    for kind in CommentKind:
        judgements.comment(held, ADA, SERIES, kind, EVIL)
    decisions.decide(held, ADA, EVIL, in_charge=EVIL, about=DecisionLinks(series=[COUNT]), taken_on=TODAY)
    judgements.appreciate(held, VERA, SERIES, SECURED, EVIL, base_version_no=1, today=TODAY)
    at = sit(ADA)
    assert "<script>alert" not in at.seen.html and at.seen.html.count("&lt;script&gt;alert(1)") >= 8
    assert "**gras**" in at.seen.text and "javascript:alert(1))" in at.seen.text
    assert not [one for one in at.seen.links if one.attributes["href"].startswith("javascript")]


# Decisions ------------------------------------------------------------------------------------------------------------


def test_decisions_are_listed_where_they_bear(sit: Sit, held: Engine) -> None:
    for text, about in (
        ("Pour la série", DecisionLinks(series=[COUNT])),
        ("Pour l’indicateur", DecisionLinks(indicators=["ENT-01"])),
        ("Pour l’opération", DecisionLinks(operations=["O1"])),
        ("Ailleurs", DecisionLinks(series=["ENT-01-A2"])),
    ):
        decisions.decide(held, ADA, text, about=about, due_on=date(2025, 2, 1), taken_on=date(2025, 1, 15))
    series, area = sit(NOBODY).text, sit(NOBODY, AREA).text
    assert "Pour la série" in series and "Pour l’indicateur" in series
    assert "Pour l’opération" not in series and "Ailleurs" not in series
    assert all(text in area for text in ("Pour la série", "Pour l’indicateur", "Pour l’opération"))
    assert "Ailleurs" not in area and "En retard de 28 jours" in area and "Ouverte" in area
    assert ("decisions", {"decision": "D-2025-01"}) in [target(one) for one in sit(NOBODY).seen.links]


# A past view ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def past(prepared: Prepared, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    """The demonstration, whose committee met twice, in front of its administration. Nothing is written."""
    monkeypatch.setenv("INDICATORS_DATABASE_URL", prepared.demo)
    settings.cache_clear()
    monkeypatch.setattr(seen_store, "today", lambda: date(2026, 11, 1))
    seat = seat_of(monkeypatch)
    yield lambda address, **more: desk(root, ADA, seat).open(address, **more)
    settings.cache_clear()


@pytest.mark.parametrize("address", ["indicateur", "aire"])
def test_a_past_day_shows_what_stood_then_and_takes_no_writing(past: Callable[..., Desk], address: str) -> None:
    about = {"serie": "ENT-01-A1", "aire": "1"}
    now, then, before = (past(address, **about, **day) for day in ({}, {"au": "2025-12-01"}, {"au": "2025-11-01"}))
    assert "Réalisée" in now.text and "Ouverte" in then.text and "Réalisée" not in then.text
    assert "comité du 20/11/2025" in then.text and "comité du 21/05/2026" not in then.text
    assert "Non renseignée" in before.text or "Appréciation attendue" in before.text
    assert "Aucune décision ne concerne" in before.text
    assert "Porter une appréciation" in now.text
    for seen in (then, before):
        assert not [one for one in seen.at.expander if "appréciation" in one.label or "commentaire" in one.label]
        assert not seen.at.text_area and "Retenir cette proposition" not in seen.labels()
