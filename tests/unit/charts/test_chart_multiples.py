"""Small multiples: shared or own axes, sign and word, empty panels in words."""

import itertools

from chart_samples import COUNT, GOALS, MONEY, RSW, TODAY, baseline, judged, obs, series, texts

from indicators.charts.multiples import OWN_NOTE, SHARED_NOTE, Entry, area_multiples, compare_multiples
from indicators.domain.statuses import Status

LATE = series((obs("2022", 61), obs("2023", 62)), GOALS, baseline("2021-12-31", 60))


def entry(title: str, facts: object) -> Entry:
    return (title, facts, judged(facts)) if facts else (title, None, None)  # type: ignore[return-value,arg-type]


AREAS = [
    entry("1 Biothérapies", RSW),
    entry("2 Petites molécules", LATE),
    entry("3 Diagnostic", series((), GOALS, baseline("2021-12-31", 60))),
    entry("4 Technologies <i>médicales</i>", None),
    entry("5 Patient connecté", series()),
    entry("6 Hôpital", LATE),
]


def test_six_panels_share_time_and_value_axes() -> None:
    layout = area_multiples(AREAS, today=TODAY).figure.layout
    axes = [layout[f"yaxis{n or ''}"] for n in ("", 2, 3, 4, 5, 6)]
    times = [layout[f"xaxis{n or ''}"] for n in ("", 2, 3, 4, 5, 6)]
    assert len({axis.range for axis in axes}) == 1
    assert len({axis.range for axis in times}) == 1
    assert [axis.showticklabels for axis in axes] == [True, False, False, False, False, False]
    assert all(first.domain[1] < second.domain[0] for first, second in itertools.pairwise(times))


def test_panels_stack_in_columns() -> None:
    layout = area_multiples(AREAS, today=TODAY, columns=1).figure.layout
    assert layout.yaxis.domain[0] > layout.yaxis2.domain[1]
    assert layout.xaxis.domain == layout.xaxis2.domain
    assert layout.yaxis2.showticklabels


def test_scale_is_said() -> None:
    assert any(SHARED_NOTE in text for text in texts(area_multiples(AREAS, today=TODAY).figure))
    assert any(OWN_NOTE in text for text in texts(compare_multiples(AREAS, today=TODAY).figure))


def test_axes_are_not_shared_between_units() -> None:
    mixed = [entry("a", RSW), entry("b", series((obs("2023", 5000),), unit=MONEY))]
    figure = area_multiples(mixed, today=TODAY).figure
    assert figure.layout.yaxis.range != figure.layout.yaxis2.range
    assert any(OWN_NOTE in text for text in texts(figure))


def test_each_judged_panel_has_its_sign_and_word() -> None:
    figure = area_multiples(AREAS, today=TODAY).figure
    assert len(figure.layout.images) == 5
    for word in ("En bonne voie", "En retard", "Non évaluable"):
        assert word in texts(figure)
    assert judged(LATE).status is Status.LATE


def test_signs_keep_their_size_when_fewer_areas_share_the_width() -> None:
    """A wide window does not get narrower with two areas: a sign must not be drawn for half of it."""
    six, two = (area_multiples(areas, today=TODAY, columns=6).figure.layout for areas in (AREAS, AREAS[:2]))
    assert abs(two.images[0].sizex / six.images[0].sizex - 1) < 0.05


def test_empty_panels_say_why() -> None:
    said = texts(area_multiples(AREAS, today=TODAY).figure)
    assert said.count("<i>donnée attendue</i>") == 2
    assert said.count("<i>sans objet</i>") == 1


def test_titles_are_harmless() -> None:
    assert any("&lt;i&gt;médicales" in text for text in texts(area_multiples(AREAS, today=TODAY).figure))


def test_zone_to_come_starts_today_in_every_panel_that_applies() -> None:
    shapes = area_multiples(AREAS, today=TODAY).figure.layout.shapes
    assert sum(shape.x0 == TODAY.isoformat() for shape in shapes) == 5


def test_reading_and_table() -> None:
    found = area_multiples(AREAS, today=TODAY)
    said = found.reading.replace("\u00a0", " ")
    assert said.startswith(
        "Dernières valeurs : 1 Biothérapies, 72 % en avril 2022 (en bonne voie) ; 2 Petites molécules"
    )
    assert said.endswith(
        "Donnée attendue : 3 Diagnostic et 5 Patient connecté. Sans objet : 4 Technologies <i>médicales</i>."
    )
    assert list(found.table["Aire"].unique()) == [title for title, _, _ in AREAS]
    rows = found.table[(found.table["Aire"] == "2 Petites molécules") & (found.table["Ligne"] == "Observation")]
    assert list(rows["Valeur"]) == ["61", "62"]


def test_any_list_compares_with_own_axes_in_three_columns() -> None:
    entries = [entry(f"Série {n}", series((obs("2023", 10**n),), unit=COUNT)) for n in range(7)]
    figure = compare_multiples(entries, today=TODAY).figure
    assert len({figure.layout[f"yaxis{n or ''}"].range for n in ("", 2, 3, 4, 5, 6, 7)}) == 7
    assert figure.layout.xaxis4.domain == figure.layout.xaxis.domain


def test_nothing_to_compare() -> None:
    assert compare_multiples([], today=TODAY).reading == "Aucune série à montrer."
