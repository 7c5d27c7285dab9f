"""A rerun does not walk every cached object: Streamlit's full collection after each run stays off."""

import gc
from collections.abc import Callable

import streamlit as st

from tests.ui.viewer import Prepared, Seen


def test_streamlit_asks_for_no_collection_after_a_run() -> None:
    assert st.get_option("runner.postScriptGC") is False


def test_python_collects_by_itself_at_thresholds_of_ours(view: Callable[..., Seen], prepared: Prepared) -> None:
    view(prepared.published)
    assert gc.isenabled()
    assert gc.get_threshold() == (10_000, 10, 10)
