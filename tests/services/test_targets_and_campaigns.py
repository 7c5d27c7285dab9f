"""Baselines and targets with their checks; campaigns, completeness, handing over, reminders."""

from datetime import date
from decimal import Decimal

import pytest

from db.engine import Engine
from db.errors import StoreError
from db.queries import campaigns as stored_campaigns
from db.unit_of_work import reading
from db.vocabulary import Horizon, ObsStatus
from indicators.domain.rights import Action
from indicators.domain.values.cells import Kind
from indicators.reading.campaigns.campaigns import (
    Progress,
    board,
    candidates,
    colleagues,
    overviews,
    read_campaigns,
    read_period_locks,
    reminders,
)
from indicators.reading.people.journal import Filters, read_choices, read_journal, read_page
from indicators.reading.progress.targets import read_targets
from indicators.reading.values.entry import grid
from indicators.services.campaigns import campaigns
from indicators.services.refusals import Refused
from indicators.services.values import steps, targets
from tests import world
from tests.entry_world import (
    ADA,
    ANNE,
    BOB,
    COUNT,
    FOREIGN,
    NOBODY,
    RENE,
    SHARE,
    SHOWN,
    TODAY,
    VERA,
    WIM,
    add,
    key,
    publish,
    save,
    typed,
)

START = date(2021, 12, 31)
MT = date(2029, 12, 31)


def test_a_baseline_is_set_once_and_revised_with_a_reason(store: Engine) -> None:
    first = targets.set_baseline(store, VERA, COUNT, "10", START, source="Enquête", today=TODAY)
    assert (first.kind, first.version_no) == (Kind.SAVED, 1)
    again = targets.set_baseline(store, VERA, COUNT, "10", START, source="Enquête", today=TODAY)
    assert again.kind is Kind.UNCHANGED
    assert targets.set_baseline(store, VERA, COUNT, "11", START, today=TODAY).kind is Kind.CONFLICT
    asked = targets.set_baseline(store, VERA, COUNT, "11", START, base_version_no=1, today=TODAY)
    assert asked.kind is Kind.REFUSED and "motif" in asked.message
    revised = targets.set_baseline(store, VERA, COUNT, "11", START, base_version_no=1, reason="Recalcul", today=TODAY)
    assert (revised.kind, revised.version_no) == (Kind.SAVED, 2)
    late = targets.set_baseline(store, VERA, SHARE, "11", date(2026, 1, 1), today=TODAY)
    assert late.kind is Kind.REFUSED and "à venir" in late.message
    assert targets.set_baseline(store, VERA, SHARE, "101", START, today=TODAY).kind is Kind.REFUSED
    assert targets.set_baseline(store, VERA, COUNT, "1.234", START, base_version_no=2, today=TODAY).candidates


def test_a_target_on_the_wrong_side_asks_for_an_override(store: Engine) -> None:
    targets.set_baseline(store, VERA, COUNT, "10", START, today=TODAY)
    asked = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "8", today=TODAY)
    assert asked.kind is Kind.EXPLAIN and "déjà atteinte" in asked.message
    saved = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "8", override="Décision du comité", today=TODAY)
    assert saved.kind is Kind.WARNED
    kept = targets.set_target(store, VERA, COUNT, Horizon.MEDIUM, "10", due=MT, maintained=True, today=TODAY)
    assert kept.kind is Kind.SAVED, "what was overridden before is not asked again"
    event = read_journal(store, ADA, Filters(subject=f"{COUNT}/CT"))[0]
    assert (event.action, event.new["override"]) == ("fixer_cible", "Décision du comité")


def test_a_revised_target_needs_reason_and_date_and_keeps_the_former_one(store: Engine) -> None:
    targets.set_target(store, VERA, COUNT, Horizon.SHORT, "20", today=TODAY)
    asked = targets.set_target(store, VERA, COUNT, Horizon.SHORT, "25", base_version_no=1, today=TODAY)
    assert asked.kind is Kind.REFUSED and "date de la décision" in asked.message
    revised = targets.set_target(
        store,
        VERA,
        COUNT,
        Horizon.SHORT,
        "25",
        base_version_no=1,
        reason="Ambition accrue",
        decided_on=date(2025, 2, 1),
        today=TODAY,
    )
    assert (revised.kind, revised.version_no) == (Kind.SAVED, 2)
    with reading(store) as session:
        current, former = read_targets(session)
    assert [one.value for one in current[COUNT]] == [Decimal(25)]
    assert [one.value for one in former[COUNT]] == [Decimal(20)]
    assert current[COUNT][0].date == date(2027, 12, 31), "the series' own date"


def test_targets_refuse_what_is_not_theirs(store: Engine) -> None:
    with pytest.raises(Refused, match="échéance"):
        targets.set_target(store, VERA, COUNT, Horizon.LONG, "20", today=TODAY)
    with pytest.raises(Refused, match="saisissez-les"):
        targets.set_target(store, ADA, SHOWN, Horizon.SHORT, "20", today=TODAY)
    with pytest.raises(Refused, match="n'existe pas"):
        targets.set_baseline(store, ADA, "X", "20", START)


def _campaign(store: Engine) -> None:
    campaigns.create_campaign(store, ADA, "C24", "Collecte 2024", "2024", date(2025, 1, 15), date(2025, 3, 31))
    campaigns.assign(store, ADA, "C24", {COUNT: ANNE.email, SHARE: ANNE.email, FOREIGN: None})


def test_a_campaign_goes_from_preparation_to_publication(store: Engine) -> None:
    _campaign(store)
    with pytest.raises(Refused, match="en préparation"):
        campaigns.close_campaign(store, ADA, "C24")
    campaigns.open_campaign(store, ADA, "C24")
    save(store, ANNE, typed("12"), typed("n.d.", key(SHARE), absence=ObsStatus.NOT_COLLECTED))
    steps.step(store, ANNE, Action.SUBMIT, [key(), key(SHARE)], today=TODAY)
    steps.step(store, VERA, Action.VALIDATE, [key()], today=TODAY)
    campaigns.close_campaign(store, ADA, "C24")
    (outcome,) = campaigns.publish_campaign(store, ADA, "C24", "Comité du 1er mars", today=TODAY)
    assert (outcome.key, outcome.kind) == (key(), Kind.SAVED)
    found = board(store, ADA, "C24")
    assert found is not None
    assert {one.series: one.progress for one in found.asked} == {
        COUNT: Progress.PUBLISHED,
        SHARE: Progress.UNAVAILABLE,
        FOREIGN: Progress.TO_DO,
    }
    assert [one.why for one in found.asked if one.series == SHARE] == ["Manquante : existe mais non collectée"]
    assert found.by_owner[ANNE.email][Progress.PUBLISHED] == 1 == found.by_owner[""][Progress.TO_DO]
    assert [one.state for one in read_campaigns(store, ADA)] == ["publiee"]


def test_the_grid_of_a_campaign_asks_for_its_period(store: Engine) -> None:
    _campaign(store)
    rows = grid(store, ANNE, ["2023", "2024"], TODAY, "C24")
    assert [row.series for row in rows] == [COUNT, SHARE]
    assert [cell.editable for cell in rows[0].cells.values()] == [False, True]
    assert "campagne" in rows[0].cells["2023"].why_not
    assert grid(store, ANNE, ["2024"], TODAY, "XX") == ()


def test_a_list_is_handed_over_to_somebody_who_may_fill_it(store: Engine) -> None:
    _campaign(store)
    with pytest.raises(Refused, match=f"^Bob ne peut pas saisir .*{SHARE}"):
        campaigns.hand_over(store, ANNE, "C24", BOB.email)
    assert campaigns.hand_over(store, ANNE, "C24", BOB.email, [COUNT]) == (COUNT,)
    with pytest.raises(Refused, match="votre propre liste"):
        campaigns.hand_over(store, ANNE, "C24", ANNE.email, owner=BOB.email)
    with pytest.raises(Refused, match="Aucune personne active"):
        campaigns.hand_over(store, ANNE, "C24", "x@example.org")
    assert campaigns.hand_over(store, ADA, "C24", BOB.email, owner=ANNE.email) == (SHARE,)
    with reading(store) as session:
        assert stored_campaigns.series_of_person(session, 2) == {1, 2}
    found = board(store, ADA, "C24")
    assert found is not None
    assert found.by_owner[BOB.email][Progress.TO_DO] == 2


def test_reminders_name_what_is_still_to_do(store: Engine) -> None:
    _campaign(store)
    publish(store, "12")
    found = board(store, ADA, "C24")
    assert found is not None
    (one,) = reminders(found, "https://exemple.be")
    assert (one.to, one.name) == (ANNE.email, "Anne")
    assert SHARE in one.body and COUNT not in one.body and "31/03/2025" in one.subject and "exemple.be" in one.body
    assert board(store, ADA, "XX") is None


def test_campaigns_refuse_nonsense(store: Engine) -> None:
    with pytest.raises(Refused, match="précède"):
        campaigns.create_campaign(store, ADA, "C", "L", "2024", date(2025, 2, 1), date(2025, 1, 1))
    with pytest.raises(Refused):
        campaigns.create_campaign(store, ADA, "C", "L", "24", date(2025, 1, 1), date(2025, 1, 1))
    _campaign(store)
    with pytest.raises(StoreError, match="existe déjà"):
        _campaign(store)
    for call in (
        lambda: campaigns.assign(store, ADA, "C24", {"X": None}),
        lambda: campaigns.assign(store, ADA, "C24", {SHOWN: None}),
        lambda: campaigns.assign(store, ADA, "C24", {COUNT: "x@example.org"}),
        lambda: campaigns.publish_campaign(store, ADA, "C24", " "),
        lambda: campaigns.publish_campaign(store, ADA, "C24", "Note"),
        lambda: campaigns.lock_period(store, ADA, "2024", " "),
        lambda: campaigns.lift_lock(store, ADA, 99, ""),
        lambda: campaigns.grant_exception(store, ADA, 99, ANNE.email, TODAY, "Motif"),
    ):
        with pytest.raises(Refused):
            call()


def test_the_journal_shows_what_the_person_may_read(store: Engine) -> None:
    save(store, ANNE, typed("12"))
    save(store, ADA, typed("12", key(FOREIGN)))
    assert len(read_journal(store, ADA)) >= 2
    assert [one.subject for one in read_journal(store, BOB)] == [str(key())]
    assert [one.subject for one in read_journal(store, VERA)] == [str(key())], "what was done in one's areas"
    assert [one.subject for one in read_journal(store, WIM)] == [str(key(FOREIGN))]
    assert read_journal(store, RENE) == () == read_journal(store, NOBODY)
    assert read_journal(store, ADA, Filters(actor=ANNE.email, action="saisir"))[0].label == "saisir une valeur"
    assert read_journal(store, ADA, Filters(subject="%")) == (), "no wildcard"


def test_each_sees_the_series_of_a_campaign_that_they_may_read(store: Engine) -> None:
    _campaign(store)
    seen = {ADA: {COUNT, SHARE, FOREIGN}, ANNE: {COUNT, SHARE}, VERA: {COUNT, SHARE}, WIM: {FOREIGN}}
    for person, series in seen.items():
        found = board(store, person, "C24")
        assert found is not None and {one.series for one in found.asked} == series, person.name
        (overview,) = overviews(store, person, TODAY)
        assert overview.counts[Progress.TO_DO] == overview.total == len(series)
    for person in (RENE, NOBODY):
        assert board(store, person, "C24") is None
        assert read_campaigns(store, person) == () == overviews(store, person, TODAY)
        assert colleagues(store, person) == () == read_period_locks(store, person)
    assert [one.series for one in candidates(store, ADA, "C24") if one.asked] == [COUNT, FOREIGN, SHARE]
    assert SHOWN not in {one.series for one in candidates(store, ADA, "C24")}
    assert candidates(store, VERA, "C24") == ()


def test_exceptions_to_a_lock_are_read_by_those_who_have_them(store: Engine) -> None:
    number = campaigns.lock_period(store, ADA, "2024", "Clos")
    for person in (ANNE, BOB):
        campaigns.grant_exception(store, ADA, number, person.email, date(2099, 1, 1), "Tardive")
    seen = {
        person.email: [one.email for one in read_period_locks(store, person)[0].exemptions]
        for person in (ADA, ANNE, VERA)
    }
    assert seen == {ADA.email: [ANNE.email, BOB.email], ANNE.email: [ANNE.email], VERA.email: []}
    with pytest.raises(Refused, match="motif"):
        campaigns.lift_lock(store, ADA, number, " ")


def test_late_series_are_counted_while_the_campaign_is_open(store: Engine) -> None:
    _campaign(store)
    after = date(2025, 4, 1)
    assert overviews(store, ADA, after)[0].late == 0, "in preparation"
    campaigns.open_campaign(store, ADA, "C24")
    assert overviews(store, ADA, TODAY)[0].late == 0
    assert overviews(store, ADA, after)[0].late == 3
    save(store, ANNE, typed("12"))
    assert overviews(store, ADA, after)[0].late == 3, "a draft is no answer"
    steps.step(store, ANNE, Action.SUBMIT, [key()], today=TODAY)
    assert overviews(store, ADA, after)[0].late == 2
    campaigns.assign(store, ADA, "C24", {SHARE: ANNE.email}, due_on=date(2025, 5, 1))
    assert overviews(store, ADA, after)[0].late == 1


def test_a_list_is_taken_over_and_taken_back(store: Engine) -> None:
    _campaign(store)
    campaigns.assign(store, ADA, "C24", {COUNT: BOB.email}, due_on=date(2025, 2, 20))
    campaigns.create_campaign(store, ADA, "C25", "Collecte 2025", "2025", date(2026, 1, 15), date(2026, 3, 31))
    campaigns.assign(store, ADA, "C25", {SHARE: None})
    assert campaigns.copy_list(store, ADA, "C25", "C24") == 2
    assert campaigns.copy_list(store, ADA, "C25", "C24") == 0
    found = board(store, ADA, "C25")
    assert found is not None
    assert {one.series: one.owner for one in found.asked} == {COUNT: BOB.email, SHARE: "", FOREIGN: ""}
    assert {one.due_on for one in found.asked} == {date(2026, 3, 31)}, "days of the former campaign stay there"
    with pytest.raises(Refused, match="n'existe pas"):
        campaigns.copy_list(store, ADA, "C25", "XX")
    with pytest.raises(Refused, match="précède"):
        campaigns.assign(store, ADA, "C25", {COUNT: None}, due_on=date(2020, 1, 1))
    campaigns.assign(store, ADA, "C24", {COUNT: ANNE.email})
    kept = board(store, ADA, "C24")
    assert kept and [one.due_on for one in kept.asked if one.series == COUNT] == [date(2025, 2, 20)]
    assert campaigns.release(store, ADA, "C25", [COUNT, "X"]) == 1
    with pytest.raises(Refused, match="ne font pas partie"):
        campaigns.release(store, ADA, "C25", [COUNT])
    left = board(store, ADA, "C25")
    assert left and {one.series for one in left.asked} == {SHARE, FOREIGN}
    with reading(store) as session:
        assert 1 in stored_campaigns.series_of_person(session, 2), "Bob still may fill it"


def test_the_journal_is_filtered_and_paged_in_the_store(store: Engine) -> None:
    for number in range(1990, 2010):
        save(store, ADA, typed("1", key(FOREIGN, str(number))))
    save(store, ANNE, typed("12"))
    _campaign(store)
    whole = read_page(store, ADA, Filters())
    assert whole.total == len(whole.events) == 25
    assert [one.when for one in whole.events] == sorted((one.when for one in whole.events), reverse=True)
    pages = [read_journal(store, ADA, limit=10, offset=offset) for offset in (0, 10, 20)]
    assert [one for page in pages for one in page] == list(whole.events)
    mine = read_page(store, ANNE, Filters(), limit=1)
    assert mine.total == 3 and len(mine.events) == 1, "her entry, and two series that she was given"
    assert read_page(store, ANNE, Filters(about=FOREIGN)).total == 0
    assert read_page(store, ADA, Filters(about=COUNT)).total == 2
    assert read_page(store, ADA, Filters(about="ENT-01")).total == 23
    assert read_page(store, ADA, Filters(about="ENT-0")).total == 0, "codes are whole words"
    assert read_page(store, ADA, Filters(since=whole.events[0].when)).total >= 1
    assert read_page(store, ADA, Filters(until=whole.events[-1].when)).total == 0
    choices = read_choices(store, ANNE)
    assert choices.people == {ANNE.email: 1, ADA.email: 2} and choices.actions == {"attribuer": 2, "saisir": 1}
    assert choices.names[ANNE.email] == "Anne"
    assert read_page(store, RENE, Filters()) == read_page(store, NOBODY, Filters())


def test_a_series_of_half_years_is_done_when_both_are(store: Engine) -> None:
    half_yearly = {"indicator_id": 2, "unit_id": 2, "version_no": 2, "frequency": "semestrielle"}
    add(store, "indicator_version", **{**world.DEFINITION, "id": 99, **half_yearly})
    _campaign(store)

    def progress() -> Progress:
        found = board(store, ADA, "C24")
        assert found is not None
        return next(one.progress for one in found.asked if one.series == SHARE)

    save(store, ANNE, typed("40", key(SHARE, "2024-S1")))
    steps.step(store, ANNE, Action.SUBMIT, [key(SHARE, "2024-S1")], today=TODAY)
    assert progress() is Progress.TO_DO, "the other half is missing"
    save(store, ANNE, typed("41", key(SHARE, "2024-S2")))
    assert progress() is Progress.DRAFT, "the least advanced"
    steps.step(store, ANNE, Action.SUBMIT, [key(SHARE, "2024-S2")], today=TODAY)
    assert progress() is Progress.SUBMITTED
