"""Screens. The only room that imports Streamlit; it reflects rights and rules, it does not hold them."""
