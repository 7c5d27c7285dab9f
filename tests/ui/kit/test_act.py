"""An act is carried out once for each rendering of its button; a refusal leaves what was typed, a success renews it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.services.catalogue import parameters
from indicators.ui.kit import act
from tests.entry_world import ADA
from tests.stores import SqliteStores
from tests.ui.desk import desk, seat_of, small_store


def script() -> None:
    """A form over a list: a number is added to it, others are refused."""
    import streamlit as st

    from db.errors import StoreError
    from indicators.services.refusals import Refused
    from indicators.ui.kit import act, fields, notices

    def add(limit: int) -> act.ActAnswer | str | None:
        text = fields.typed("form", "number")
        if text == "?":
            return None
        if text == "plein":
            raise StoreError("La base est pleine.")
        if not text.isdigit():
            raise Refused("Écrivez un nombre.")
        numbers = st.session_state.setdefault("numbers", [])
        if len(numbers) >= limit:
            raise ValueError("too many")
        numbers.append(int(text))
        if text == "7":
            return act.ActAnswer(
                (
                    notices.Notice(notices.Tone.ATTENTION, "Sept porte chance."),
                    notices.Notice(notices.Tone.DONE, "Ajouté."),
                ),
                then=act.drop_parameters("acte"),
            )
        return f"{text} est ajouté."

    notices.show_notices()
    try:
        act.raise_fault()
    except ValueError as fault:
        st.html(f"<p>fault: {fault}</p>")
    st.text_input("Nombre", key=fields.key("form", "number"))
    st.button("Ajouter", key="add", **act.click("form", add, 3, if_refused="Rien n’est ajouté."))
    previous = act.last("form")
    st.html(f"<p>last: {previous.notices[-1].text if previous else ''}</p>")


@pytest.fixture
def at() -> AppTest:
    """The form, with a parameter in its address."""
    page = AppTest.from_function(script)
    page.query_params["acte"] = "ajouter"
    return page.run()


def add(at: AppTest, text: str) -> str:
    """Type a number, press the button, and read the page."""
    at.text_input[0].set_value(text)
    at.button(key="add").click().run()
    return "".join(element.proto.body for element in at.get("html"))


def numbers(at: AppTest) -> list[int]:
    """What the list holds."""
    return list(at.session_state["numbers"]) if "numbers" in at.session_state else []


def test_a_single_click_acts(at: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # of the double clicks of every other test
    at.run()
    assert "<b>Fait</b> : 5 est ajouté." in add(at, "5") and numbers(at) == [5]


def test_a_success_is_answered_and_renews_the_fields(at: AppTest) -> None:
    page = add(at, "5")
    assert "<b>Fait</b> : 5 est ajouté." in page and "last: 5 est ajouté." in page
    assert numbers(at) == [5] and at.text_input[0].value == ""
    assert "notice" not in "".join(element.proto.body for element in at.run().get("html")), "told once"
    assert add(at, "6").count("est ajouté") == 2 and numbers(at) == [5, 6], "the next rendering acts again"


@pytest.mark.parametrize(
    ("text", "sentence"), [("beaucoup", "Écrivez un nombre."), ("plein", "La base est pleine."), ("", "Écrivez")]
)
def test_a_refusal_is_answered_and_keeps_what_was_typed(at: AppTest, text: str, sentence: str) -> None:
    page = add(at, text)
    assert f"<b>Refusé</b> : {sentence}" in page and "Rien n’est ajouté." in page and "last: <" in page
    assert numbers(at) == [] and at.text_input[0].value == text
    add(at, "5")
    assert numbers(at) == [5], "the next click acts"


def test_an_act_that_only_asks_leaves_everything(at: AppTest) -> None:
    assert "notice" not in add(at, "?")
    assert at.text_input[0].value == "?"


def test_a_bug_is_no_refusal(at: AppTest) -> None:
    for number in "123":
        add(at, number)
    page = add(at, "4")
    assert "fault: too many" in page and "notice" not in page
    assert at.text_input[0].value == "4"
    assert "fault" not in "".join(element.proto.body for element in at.run().get("html")), "raised once"


def test_the_frame_logs_a_bug_of_an_act_and_shows_its_page(
    sqlite_stores: SqliteStores, root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("no such level")

    monkeypatch.setattr(parameters, "set_parameters", fail)
    with small_store(sqlite_stores, monkeypatch):
        at = desk(root, ADA, seat_of(monkeypatch)).open("parametres").at
        at.button(key="parameters:save:0").click().run()
        page = "".join(element.proto.body for element in at.main.get("html"))
        assert "Cette page n’a pas pu s’afficher" in page and "no such level" not in page and "notice" not in page
        assert "no such level" in caplog.text
        at.run()
        assert "n’a pas pu s’afficher" not in "".join(element.proto.body for element in at.main.get("html"))


def test_several_notices_and_what_follows(at: AppTest) -> None:
    page = add(at, "7")
    assert page.index("Sept porte chance.") < page.index("Ajouté.")
    assert "acte" not in at.query_params


@pytest.mark.parametrize(("text", "answer"), [("5", "est ajouté"), ("x", "Écrivez un nombre"), ("7", "Sept porte")])
def test_a_double_click_acts_once_and_answers_once(
    at: AppTest, double_clicks: Callable[[], int], text: str, answer: str
) -> None:
    at.run()
    page = add(at, text)
    assert double_clicks() == 2 and page.count('class="notice ') == (2 if text == "7" else 1) and answer in page
    assert numbers(at) == ([int(text)] if text.isdigit() else [])


def test_the_second_half_answers_again_when_it_cut_the_first_run_short(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first run showed the answer and was interrupted: the second click comes with what the first was drawn with.
    drawn = []
    real = act._carry_out

    def note(*sent: object) -> None:
        drawn.append(sent)
        real(*sent)  # type: ignore[arg-type]

    monkeypatch.setattr(act, "_carry_out", note)
    at.run()
    assert "5 est ajouté." in add(at, "5")
    monkeypatch.setattr(act, "_carry_out", lambda *_: real(*drawn[0]))
    at.run()
    assert "<b>Fait</b> : 5 est ajouté." in add(at, "6") and numbers(at) == [5]


def test_an_act_that_is_cut_short_after_it_was_done_is_not_done_again(at: AppTest) -> None:
    class Interrupted(BaseException):
        """As Streamlit interrupts a script."""

    state: dict[str, object] = {}
    done: list[int] = []

    def interrupt() -> None:
        if len(done) == 1 and not state.get("interrupted"):
            state["interrupted"] = True
            raise Interrupted

    def carry_out() -> act.ActAnswer:
        done.append(1)
        return act.ActAnswer("Fait.", then=interrupt)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(act.st, "session_state", state)
        drawn = act.click("form", carry_out)
        with pytest.raises(Interrupted):
            drawn["on_click"](*drawn["args"])
        drawn["on_click"](*drawn["args"])
    assert done == [1] and state["notices"] == [("done", "Fait.")]
