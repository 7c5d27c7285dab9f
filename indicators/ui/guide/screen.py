"""Guide: the user guide of docs/guide.md, shown inside the application."""

import streamlit as st

from indicators.settings import ROOT
from indicators.ui.kit.html import header, show

show(header("Guide"))
# Our own file, no user text: Markdown without HTML.
st.markdown((ROOT / "docs" / "guide.md").read_text(encoding="utf-8"))
