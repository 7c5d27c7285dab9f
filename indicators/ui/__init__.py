"""Streamlit screens. No other package imports Streamlit; rights and rules are decided elsewhere."""
