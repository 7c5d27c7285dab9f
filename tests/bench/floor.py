"""The floor: a page that holds nothing but a title. What any Streamlit page costs on this machine."""

import streamlit as st

st.title("Un titre")
