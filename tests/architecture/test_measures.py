"""What was won for the readers of the code is not lost again: the measures that `measure.py` prints, with their limits."""

import ast

import pytest

from tests.architecture.measure import Tree, words_of


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree()


def test_no_folder_holds_more_files_than_one_looks_through(tree: Tree) -> None:
    assert {folder: count for folder, count in tree.folders().items() if count > 25} == {}


def test_names_say_what_things_are(tree: Tree) -> None:
    assert len(tree.fillers()) < 0.015 * len(tree.identifiers())


def test_no_two_classes_share_a_name(tree: Tree) -> None:
    assert [name for name, times in tree.classes().items() if times > 1] == []


def test_code_is_not_cut_finer_than_it_is(tree: Tree) -> None:
    """A limit to lower as functions are joined; it never rises."""
    assert len(tree.called_once()) < 0.30 * len(tree.functions())


def test_fillers_and_functions_called_once_are_seen() -> None:
    small = Tree.__new__(Tree)
    small.parsed = {"a.py": ast.parse("def _once(one): return one\ndef twice(): return _once(1)\n")}
    assert [function.name for function in small.called_once()] == ["_once"]
    assert small.fillers() == ["one", "one"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("_is_held_once", ["is", "held", "once"]), ("TableCell", ["table", "cell"]), ("MAX_KEPT", ["max", "kept"])],
)
def test_an_identifier_is_read_as_its_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words
