"""What the committee learns from its past, on the demonstration: decisions, projections, targets, coverage."""

from collections import Counter
from datetime import date

from db.engine import Engine
from db.unit_of_work import reading
from db.vocabulary import DecisionState, StoreKind
from indicators.domain.committee.appreciations import Matter
from indicators.domain.progress.assessment import assess, case_of
from indicators.domain.statuses import ASSESSABLE
from indicators.reading.committee import decisions, judgements, learning
from indicators.reading.committee.changes import since
from indicators.reading.committee.decisions import open_decisions, read_decisions
from indicators.reading.committee.editions import open_edition, read_editions
from indicators.reading.committee.judgements import missing_appreciations, read_judgements
from indicators.reading.progress.review import Review, read_review
from seeds.demo.committee import DECISIONS, MEETINGS
from tests.data.demo_rows import TODAY

FIRST, LAST = (one.code for one in MEETINGS)


def test_decisions_are_followed_from_edition_to_edition(demo: Engine) -> None:
    followed = {one.decision.code: one for one in learning.follow_decisions(demo, TODAY)}
    assert list(followed) == [one.code for one in DECISIONS]
    assert followed["D-2025-01"].states == {LAST: DecisionState.OPEN}, "taken after the first was frozen"
    assert followed["D-2025-01"].decision.state is DecisionState.DONE
    assert [code for code, one in followed.items() if one.is_overdue] == ["D-2025-02"]
    assert [one.code for one in open_decisions(demo)] == ["D-2025-02", "D-2026-02", "D-2026-01"]
    for one in read_decisions(demo):
        area = next(plan.area for plan in DECISIONS if plan.code == one.code)
        assert one.operations == (f"OP-{area}-01",) and all(code.endswith(f"-A{area}") for code in one.series)
        assert "fictif" in one.text or "fictive" in one.text


def test_projections_are_checked_against_what_came(demo: Engine, demo_review: Review) -> None:
    found = learning.checked_projections(demo, demo_review, confidential=True)
    assert {one.edition for one in found} == {FIRST, LAST}
    assert Counter(one.projection.is_right for one in found).keys() == {True, False}
    one = next(each for each in found if each.projection.t == 2025 and each.edition == LAST)
    facts = demo_review.judged[one.series].facts
    latest = assess(case_of(facts), demo_review.parameters)
    if latest.t == 2025:
        assert latest.value == one.projection.came
    public = read_review(demo, TODAY)
    assert public is not None
    assert len(learning.checked_projections(demo, public)) <= len(found)


def test_coverage_is_that_of_the_lines_frozen(demo: Engine) -> None:
    _agrees(demo, confidential=True)


def test_coverage_for_the_public_is_that_of_the_edition_it_opens(demo: Engine) -> None:
    _agrees(demo, confidential=False)
    assert learning.coverage(demo) != learning.coverage(demo, confidential=True), "some values are confidential"


def _agrees(demo: Engine, confidential: bool) -> None:
    found = learning.coverage(demo, confidential=confidential)
    assert [one.edition.code for one in found] == [FIRST, LAST]
    for one in found:
        opened = open_edition(demo, one.edition.code, confidential=confidential)
        assert opened is not None
        statuses = Counter(line.status for line in opened.lines.values() if line.in_matrix)
        assert {status: many for status, many in one.counts.items() if many} == statuses
        assert sum(one.counts.values()) == 251
        assert one.judged == sum(statuses[status] for status in ASSESSABLE)
        assert one.total == 251


def test_the_status_is_told_under_the_targets_of_before(demo: Engine, demo_review: Review) -> None:
    found = learning.under_first_targets(demo_review)
    assert {one.series for one in found} <= {
        code for code, one in demo_review.judged.items() if one.facts.former_targets
    }
    assert any(one.differs for one in found) and any(not one.differs for one in found)
    for one in found:
        assert one.now == demo_review.judged[one.series].assessment
        assert {each.version_no for each in one.former} == {1}
    opened = open_edition(demo, FIRST, confidential=True)
    assert opened is not None
    assert learning.under_targets_of(demo_review, opened.review) == ()


def test_what_changed_since_the_last_meeting(demo: Engine) -> None:
    found = since(demo, LAST, today=TODAY)
    assert found is not None and not found.is_empty
    assert found.before.kind is StoreKind.DEMONSTRATION
    assert [one.code for one in found.closed] == ["D-2025-01", "D-2025-03"]
    known = [(one.kind, one.series, one.indicator, one.what) for one in found.changes.facts]
    assert len(known) == len(set(known))
    between = since(demo, FIRST, LAST, today=TODAY)
    assert between is not None and between.end == read_editions(demo)[0].as_of
    nothing = since(demo, LAST, date(2026, 5, 21), today=TODAY)
    assert nothing is not None and nothing.changes.is_empty and nothing.closed == found.closed


def test_alarms_without_the_judgement_of_the_committee_are_listed(demo: Engine, demo_review: Review) -> None:
    standing = read_judgements(demo)
    found = missing_appreciations(demo_review, standing)
    assert found and all(one.why.endswith(".") for one in found)
    assert all(standing.of(one.matter).level is None for one in found)
    assert standing.of_area(1).proposal is not None


def test_histories_are_those_of_the_instant(demo: Engine) -> None:
    first, last = (one.frozen_at for one in MEETINGS)
    assert [one.code for one in read_editions(demo, first)] == [FIRST]
    assert [one.code for one in read_editions(demo, last)] == [LAST, FIRST]
    for at, many in ((first, 1), (last, 2), (None, 3)):
        said = judgements.history(demo, Matter(area=1), at)
        assert sum(isinstance(one, judgements.Appreciation) for one in said) == many
    assert len(decisions.history(demo, "D-2025-01", last)) == 1
    assert len(decisions.history(demo, "D-2025-01")) == 2
    assert decisions.history(demo, "D-2026-01", first) == ()


def test_all_that_the_committee_said_is_marked_as_fictitious(demo: Engine) -> None:
    for standing in read_judgements(demo).standing.values():
        for one in (standing.adopted, standing.proposal):
            assert one is None or "fictif" in one.motive
        assert all("fictif" in one.text for one in standing.texts)
    for edition in read_editions(demo):
        assert "fictive" in edition.note and edition.frozen_by.endswith(".invalid")
    with reading(demo):
        assert len(read_editions(demo)) == 2
